package io.gatehouse.gateway.document;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells what is compiled as a whole from what is taken in one by one. */
final class Identities {
    private Identities() {}

    static Topology topology(Map<Kind<?>, List<Record>> records) {
        return new Topology(
                all(records, Kind.SERVICES),
                all(records, Kind.ROUTES),
                all(records, Kind.PLUGINS),
                all(records, Kind.CONSUMER_GROUPS),
                all(records, Kind.UPSTREAMS),
                all(records, Kind.TARGETS),
                all(records, Kind.CERTIFICATES),
                all(records, Kind.SNIS),
                all(records, Kind.CA_CERTIFICATES));
    }

    static List<IdentityChange> of(Map<Kind<?>, List<Record>> records, KeyDigest digest) {
        Map<UUID, List<Record>> belongings = new HashMap<>();
        for (Kind<?> kind : Kind.OF_CONSUMERS) collect(kind, records, belongings);
        ConsumerIdentity identity = new ConsumerIdentity(digest);
        return all(records, Kind.CONSUMERS).stream()
                .map(consumer -> identity.of(consumer, belongings.getOrDefault(consumer.id(), List.of())))
                .toList();
    }

    private static <E extends Record> void collect(
            Kind<E> kind, Map<Kind<?>, List<Record>> records, Map<UUID, List<Record>> belongings) {
        for (E entity : all(records, kind))
            belongings
                    .computeIfAbsent(kind.reference(entity, "consumer"), any -> new ArrayList<>())
                    .add(entity);
    }

    private static <E extends Record> List<E> all(Map<Kind<?>, List<Record>> records, Kind<E> kind) {
        return records.getOrDefault(kind, List.of()).stream()
                .map(kind.type()::cast)
                .toList();
    }
}
