package io.gatehouse.gateway.plugin;

/** A kind of policy that operators switch on. One plugin is one file, with its config record inside. */
public interface Plugin<C extends Record> {

    /** Such as {@code key-auth}. */
    String name();

    /** Highest runs first. */
    int priority();

    /** The schema of its configuration: Admin API, console form and docs are read off this record. */
    Class<C> configType();

    /** Once per snapshot and configuration: parse and compile here, not per request. */
    Filter bind(C config, Scope scope);

    /** Authentication has no consumer yet, so it cannot be switched on for one. */
    default boolean canBeScopedToConsumers() {
        return true;
    }
}
