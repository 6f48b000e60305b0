package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Saves a service together with the credential that the gateway sends to it, which is a plugin on the service. */
@ApplicationScoped
@Transactional
class ServiceEditor {
    private static final String PLUGIN = "upstream-authorization";

    private final ChosenGroup chosen;

    ServiceEditor(ChosenGroup chosen) {
        this.chosen = chosen;
    }

    /** @param secret value of the {@code Authorization} header; empty leaves what is there */
    UUID create(ObjectNode document, Optional<String> secret) {
        UUID id = chosen.store().put(Kind.SERVICES, UUID.randomUUID(), document).id();
        secret.ifPresent(value -> authorize(id, value));
        return id;
    }

    /**
     * @param version that the document was made from
     * @param drop takes away the credential that is there, unless a new one is given
     */
    void change(UUID id, ObjectNode document, long version, Optional<String> secret, boolean drop) {
        chosen.store().put(Kind.SERVICES, id, document, version);
        if (secret.isPresent()) authorize(id, secret.get());
        else if (drop) credential(id).ifPresent(plugin -> chosen.store().delete(Kind.PLUGINS, plugin.id()));
    }

    boolean hasSecret(UUID serviceId) {
        return credential(serviceId).isPresent();
    }

    private void authorize(UUID serviceId, String value) {
        Optional<Stored> present = credential(serviceId);
        ObjectNode plugin = present.map(stored -> stored.body().deepCopy())
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("name", PLUGIN));
        plugin.putObject("service").put("id", serviceId.toString());
        plugin.withObject("/config").put("header_name", "Authorization").put("header_value", value);
        chosen.store().put(Kind.PLUGINS, present.map(Stored::id).orElseGet(UUID::randomUUID), plugin);
    }

    /** The plugin for the whole service, and not for a part of its calls. */
    private Optional<Stored> credential(UUID serviceId) {
        return chosen.store().pointingAt(Kind.PLUGINS, "service", serviceId).stream()
                .filter(plugin -> plugin.body().path("name").asText().equals(PLUGIN)
                        && !plugin.body().hasNonNull("route")
                        && !plugin.body().hasNonNull("consumer")
                        && !plugin.body().hasNonNull("consumer_group"))
                .findFirst();
    }
}
