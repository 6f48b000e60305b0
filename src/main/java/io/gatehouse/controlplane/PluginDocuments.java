package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.plugin.PluginSchema;
import io.gatehouse.gateway.plugin.Plugins;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What plugins have beyond other entities: a config with a schema of its own, and a combination of scopes that is theirs alone. */
final class PluginDocuments {
    private PluginDocuments() {}

    /** The config with every default filled in; what is wrong with it is added to the problems. */
    static JsonNode config(Plugins plugins, ObjectNode document, List<ConfigProblem> problems) {
        Optional<Plugins.Known<?>> known = plugins.find(document.path("name").asText());
        // An unknown name is told by the compiler, together with the names that there are.
        return known.isEmpty() ? document.path("config") : read(known.get(), document, problems);
    }

    private static <C extends Record> JsonNode read(
            Plugins.Known<C> known, ObjectNode document, List<ConfigProblem> problems) {
        PluginSchema.Reading<C> reading = known.read(document.get("config"));
        for (PluginSchema.Misfit misfit : reading.misfits())
            problems.add(new ConfigProblem(
                    "plugins",
                    UUID.fromString(document.path("id").asText()),
                    known.plugin().name(),
                    misfit.field() == null ? "config" : "config." + misfit.field(),
                    misfit.message()));
        return known.schema().complete(reading).map(JsonNode.class::cast).orElse(NullNode.instance);
    }

    /** The other plugin of the same name for exactly the same things, if there is one. */
    static Optional<PluginConfig> twin(Collection<PluginConfig> all, PluginConfig plugin) {
        return all.stream()
                .filter(other -> !other.id().equals(plugin.id())
                        && other.name().equals(plugin.name())
                        && Objects.equals(other.service(), plugin.service())
                        && Objects.equals(other.route(), plugin.route())
                        && Objects.equals(other.consumer(), plugin.consumer())
                        && Objects.equals(other.consumerGroup(), plugin.consumerGroup()))
                .findFirst();
    }
}
