package io.gatehouse.gateway.document;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.KeyAuthCredential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells what is compiled as a whole from what is taken in one by one. */
final class Identities {
    private static final String KEY_AUTH = "key-auth";
    private static final long MILLIS = 1_000;

    private Identities() {}

    static Topology topology(Map<Kind<?>, List<Record>> records) {
        return new Topology(
                all(records, Kind.SERVICES),
                all(records, Kind.ROUTES),
                all(records, Kind.PLUGINS),
                all(records, Kind.CONSUMER_GROUPS));
    }

    static List<IdentityChange> of(Map<Kind<?>, List<Record>> records) {
        Map<UUID, List<Credential>> keys = new HashMap<>();
        for (KeyAuthCredential key : all(records, Kind.KEYAUTH_CREDENTIALS))
            keys.computeIfAbsent(key.consumer().id(), any -> new ArrayList<>()).add(credential(key));
        return all(records, Kind.CONSUMERS).stream()
                .map(consumer -> change(consumer, keys))
                .toList();
    }

    private static IdentityChange change(Consumer consumer, Map<UUID, List<Credential>> keys) {
        return new IdentityChange(consumer.id(), consumer, keys.getOrDefault(consumer.id(), List.of()));
    }

    private static Credential credential(KeyAuthCredential key) {
        Long expiresAt = key.ttl() == null ? null : Long.valueOf((key.createdAt() + key.ttl()) * MILLIS);
        return new Credential(key.id(), KEY_AUTH, HexFormat.of().parseHex(key.digest()), expiresAt);
    }

    private static <E extends Record> List<E> all(Map<Kind<?>, List<Record>> records, Kind<E> kind) {
        return records.getOrDefault(kind, List.of()).stream()
                .map(kind.type()::cast)
                .toList();
    }
}
