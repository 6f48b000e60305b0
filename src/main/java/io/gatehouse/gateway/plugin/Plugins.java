package io.gatehouse.gateway.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every plugin that this process knows, in the order they run in: by falling priority, then by name. */
public final class Plugins {

    private final Map<String, Known<?>> byName = new LinkedHashMap<>();

    public Plugins(List<? extends Plugin<?>> plugins) {
        this(plugins, Map.of());
    }

    /** @param defaults of fields in configurations, in place of the plugins' own, for every plugin that has such a field */
    public Plugins(List<? extends Plugin<?>> plugins, Map<String, Boolean> defaults) {
        plugins.stream()
                .sorted(Comparator.<Plugin<?>>comparingInt(Plugin::priority)
                        .reversed()
                        .thenComparing(Plugin::name))
                .map(plugin -> Known.of(plugin, defaults))
                .forEach(this::add);
    }

    private void add(Known<?> known) {
        if (byName.put(known.plugin().name(), known) != null) {
            throw new IllegalArgumentException(
                    "Two plugins are called " + known.plugin().name());
        }
    }

    public Optional<Known<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Known<?>> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** A plugin together with what is known about its configuration. */
    public record Known<C extends Record>(Plugin<C> plugin, PluginSchema<C> schema) {

        private static <C extends Record> Known<C> of(Plugin<C> plugin, Map<String, Boolean> defaults) {
            return new Known<>(plugin, new PluginSchema<>(plugin.name(), plugin.configType(), defaults));
        }

        public PluginSchema.Reading<C> read(JsonNode config) {
            return schema.read(config);
        }
    }
}
