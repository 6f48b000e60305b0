package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.KeptSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The difference between what is stored and what the Admin API shows: groups of a consumer have paths of their own, and a secret of which
 * only the digest is kept is shown by that, since nobody has more of it.
 */
final class EntityShape {
    private static final Map<Kind<?>, List<String>> INTERNAL = Map.of(
            Kind.CONSUMERS,
            List.of("groups", "registrations"),
            Kind.KEYAUTH_CREDENTIALS,
            List.of("digest", "hint"),
            Kind.BASICAUTH_CREDENTIALS,
            List.of("digest"));

    /** Fields that Kong has not, so that its tools do not know them and replace an entity without them. */
    private static final Map<Kind<?>, List<String>> OWN =
            Map.of(Kind.SERVICES, List.of("http2"), Kind.UPSTREAMS, List.of("slow_start"));

    private EntityShape() {}

    static ObjectNode shown(Stored stored) {
        ObjectNode shown = stored.body().deepCopy();
        KeptSecrets.show(stored.kind(), shown);
        shown.remove(internal(stored.kind()));
        return shown;
    }

    /** What to store, when {@code given} replaces what was there before; null clears one of our own fields, silence does not. */
    static ObjectNode stored(Kind<?> kind, ObjectNode given, Optional<Stored> before) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String field : internal(kind))
            if (given.has(field)) problems.add(new ConfigProblem(kind.wireName(), null, null, field, "unknown field"));
        if (!problems.isEmpty()) throw new InvalidConfig(InvalidConfig.Reason.INVALID, problems);
        ObjectNode document = given.deepCopy();
        before.ifPresent(stored -> {
            for (String field : internal(kind))
                document.set(field, stored.body().get(field));
            for (String field : OWN.getOrDefault(kind, List.of()))
                if (!document.has(field)) document.set(field, stored.body().get(field));
        });
        return document;
    }

    /** Members of {@code patch} replace those of the document; objects are merged, null clears. */
    static ObjectNode merge(ObjectNode document, ObjectNode patch) {
        ObjectNode merged = document.deepCopy();
        patch.properties().forEach(member -> {
            JsonNode before = merged.get(member.getKey());
            boolean deep =
                    before instanceof ObjectNode && member.getValue() instanceof ObjectNode && !isReference(before);
            merged.set(
                    member.getKey(),
                    deep ? merge((ObjectNode) before, (ObjectNode) member.getValue()) : member.getValue());
        });
        return merged;
    }

    private static boolean isReference(JsonNode node) {
        return node.size() == 1 && node.has("id");
    }

    /** Fields that are stored and not shown. */
    static List<String> internal(Kind<?> kind) {
        return INTERNAL.getOrDefault(kind, List.of());
    }
}
