package io.gatehouse.gateway.plugin;

/** A plugin that says once what it is called, when it runs and how it is configured. */
public abstract class NamedPlugin<C extends Record> implements Plugin<C> {

    private final String name;
    private final int priority;
    private final Class<C> configType;

    protected NamedPlugin(String name, int priority, Class<C> configType) {
        this.name = name;
        this.priority = priority;
        this.configType = configType;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int priority() {
        return priority;
    }

    @Override
    public final Class<C> configType() {
        return configType;
    }
}
