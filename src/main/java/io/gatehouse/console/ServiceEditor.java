package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Saves a service together with the credential that the gateway sends to it, which is a plugin on the service. */
@ApplicationScoped
@Transactional
class ServiceEditor {
    private static final String PLUGIN = "upstream-authorization";

    private final ConfigStore store;
    private final Landscape.Landscapes landscapes;

    ServiceEditor(ConfigStore store, Landscape.Landscapes landscapes) {
        this.store = store;
        this.landscapes = landscapes;
    }

    /** @param secret value of the {@code Authorization} header; empty leaves what is there */
    UUID create(ObjectNode document, Optional<String> secret) {
        UUID id = store.put(Kind.SERVICES, UUID.randomUUID(), document).id();
        secret.ifPresent(value -> authorize(id, value));
        return id;
    }

    /**
     * @param version that the document was made from
     * @param drop takes away the credential that is there, unless a new one is given
     */
    void change(UUID id, ObjectNode document, long version, Optional<String> secret, boolean drop) {
        store.put(Kind.SERVICES, id, document, version);
        if (secret.isPresent()) authorize(id, secret.get());
        else if (drop) plugin(landscapes.now(), id).ifPresent(plugin -> store.delete(Kind.PLUGINS, plugin.id()));
    }

    boolean hasSecret(Landscape around, UUID serviceId) {
        return plugin(around, serviceId).isPresent();
    }

    private void authorize(UUID serviceId, String value) {
        Optional<PluginConfig> present = plugin(landscapes.now(), serviceId);
        ObjectNode plugin = present.map(Kind.PLUGINS::write)
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("name", PLUGIN));
        plugin.putObject("service").put("id", serviceId.toString());
        plugin.withObject("/config").put("header_name", "Authorization").put("header_value", value);
        store.put(Kind.PLUGINS, present.map(PluginConfig::id).orElseGet(UUID::randomUUID), plugin);
    }

    private static Optional<PluginConfig> plugin(Landscape around, UUID serviceId) {
        return around.plugins().values().stream()
                .filter(plugin -> plugin.name().equals(PLUGIN)
                        && Landscape.points(plugin.service(), serviceId)
                        && plugin.route() == null
                        && plugin.consumerGroup() == null)
                .findFirst();
    }
}
