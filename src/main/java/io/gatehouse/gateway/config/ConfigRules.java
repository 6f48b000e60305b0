package io.gatehouse.gateway.config;

import java.util.function.BiConsumer;

/** A record that is read from a configuration and has rules beyond the types of its fields. */
public interface ConfigRules {

    /** Tells every broken rule: the field's wire name, or null when no single field is to blame, and what to do. */
    void check(BiConsumer<String, String> broken);
}
