package io.gatehouse.gateway.plugin;

import java.util.function.BiConsumer;

/** A config record with rules that span several of its fields. */
public interface ConfigRules {

    /** Tells every broken rule: the field's wire name, or null when no single field is to blame, and what to do. */
    void check(BiConsumer<String, String> broken);
}
