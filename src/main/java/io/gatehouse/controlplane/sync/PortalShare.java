package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.ConsumerView;
import io.gatehouse.application.Consumers;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.document.KeptSecrets;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The portal's applications as consumers of a file, for groups that this portal does not reach: with the digests of their keys, which
 * open there under the same pepper, and the plan of each registration by the service that it is for.
 */
@Singleton
class PortalShare {
    private static final int PAGE = 500;

    private final Consumers consumers;

    PortalShare(Consumers consumers) {
        this.consumers = consumers;
    }

    /** @param services names of those in the group: what is registered for others says nothing there */
    void each(Set<String> services, Consumer<ObjectNode> taker) {
        Map<UUID, String> byVersion = new HashMap<>();
        ApiVersion.<ApiVersion>stream("serviceName is not null")
                .filter(version -> services.contains(version.serviceName))
                .forEach(version -> byVersion.put(version.id, version.serviceName));
        UUID last = new UUID(0, 0);
        List<ConsumerView> page;
        do {
            page = consumers.page(last, PAGE);
            for (ConsumerView view : page) {
                Map<String, String> registrations = new TreeMap<>();
                view.planByVersion().forEach((version, plan) -> {
                    if (byVersion.containsKey(version)) registrations.put(byVersion.get(version), plan);
                });
                if (view.active() && !registrations.isEmpty()) taker.accept(consumer(view, registrations));
                last = view.applicationId();
            }
        } while (!page.isEmpty());
    }

    private static ObjectNode consumer(ConsumerView view, Map<String, String> registrations) {
        ObjectNode consumer = ConfigJson.MAPPER.createObjectNode();
        consumer.put("username", view.username());
        consumer.putArray("tags").add(Stored.PORTAL_TAG);
        ObjectNode byService = consumer.putObject("registrations");
        registrations.forEach(byService::put);
        ArrayNode keys = consumer.putArray("keyauth_credentials");
        view.keys().stream()
                .filter(key -> key.expiresAt() == null || key.expiresAt().isAfter(Instant.now()))
                .sorted((left, right) -> left.id().compareTo(right.id()))
                .forEach(key -> keys.add(key(key)));
        if (keys.isEmpty()) consumer.remove("keyauth_credentials");
        return consumer;
    }

    private static ObjectNode key(ConsumerView.Key key) {
        ObjectNode credential = ConfigJson.MAPPER.createObjectNode();
        credential.put("key", KeptSecrets.kept(HexFormat.of().formatHex(key.digest()), key.shown()));
        credential.putArray("tags").add(Stored.PORTAL_TAG);
        if (key.expiresAt() == null) return credential;
        long made = key.createdAt().getEpochSecond();
        return credential.put("created_at", made).put("ttl", key.expiresAt().getEpochSecond() - made);
    }
}
