package io.gatehouse.gateway.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a config record, or one field of it, means to the operator: shown in the schema, the console's form and the docs. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Doc {
    String value();

    /** Whether it is there only for files that have it, so that a form shows it only where it is set. */
    boolean onlyInFiles() default false;
}
