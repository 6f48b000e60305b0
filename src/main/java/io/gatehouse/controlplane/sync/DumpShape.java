package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.KeptSecrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A stored entity as a file has it: names where ids stood, nothing that is made anew anyway. */
final class DumpShape {
    private static final List<String> TIMES = List.of("created_at", "updated_at");
    private static final List<String> MADE = List.of("digest", "hint", "cert_digest");
    private static final List<Kind<?>> KNOWN_BY_ID = List.of(Kind.CERTIFICATES, Kind.CA_CERTIFICATES);

    private final GroupContents contents;
    private final DumpOptions options;
    private final Defaults defaults;
    private final Map<Kind<?>, Map<UUID, String>> names = new HashMap<>();

    DumpShape(GroupContents contents, DumpOptions options, Defaults defaults) {
        this.contents = contents;
        this.options = options;
        this.defaults = defaults;
    }

    /** @param parentField what nesting says already; null for an entity by itself */
    ObjectNode of(Kind<?> kind, ObjectNode body, String parentField) {
        ObjectNode shown = options.skipsDefaults() ? defaults.without(kind, body) : body.deepCopy();
        KeptSecrets.show(kind, shown);
        if (!options.withIds() && !isKnownById(kind, body)) shown.remove("id");
        // A key that expires does so from when it was made.
        boolean expires = kind == Kind.KEYAUTH_CREDENTIALS && shown.hasNonNull("ttl");
        if (!expires) shown.remove(TIMES);
        shown.remove(MADE);
        if (parentField != null) shown.remove(parentField);
        kind.references().forEach(reference -> name(shown, reference));
        if (kind == Kind.CONSUMERS) memberships(shown);
        Tags.remove(shown, options.selectTags());
        shown.properties().removeIf(field -> field.getValue().isNull());
        return shown;
    }

    private static boolean isKnownById(Kind<?> kind, ObjectNode body) {
        return KNOWN_BY_ID.contains(kind)
                || kind != Kind.PLUGINS
                        && Labels.of(kind, body).equals(body.path("id").asText());
    }

    private void name(ObjectNode shown, Kind.Reference reference) {
        Ids.parse(shown.path(reference.field()).path("id").asText(""))
                .ifPresent(id -> shown.put(reference.field(), name(reference.kind(), id)));
    }

    /** Its name, or its id if it has none or is known by that. */
    String name(Kind<?> kind, UUID id) {
        String name = names.computeIfAbsent(kind, this::names).get(id);
        if (name != null) return name;
        return kind == Kind.CONSUMERS && !contents.applications(List.of(id)).isEmpty() ? "app-" + id : id.toString();
    }

    private Map<UUID, String> names(Kind<?> kind) {
        Map<UUID, String> names = new HashMap<>();
        if (KNOWN_BY_ID.contains(kind)) return names;
        for (GroupContents.Named named : contents.names(kind)) {
            String name = named.uniqueName() == null ? named.secondName() : named.uniqueName();
            if (name != null) names.put(named.id(), name);
        }
        return names;
    }

    private void memberships(ObjectNode consumer) {
        JsonNode groups = consumer.remove("groups");
        if (groups != null && !groups.isEmpty()) {
            ArrayNode list = consumer.putArray("groups");
            groups.forEach(group -> list.addObject().put("name", group.asText()));
        }
        JsonNode registrations = consumer.remove("registrations");
        if (registrations == null || registrations.isEmpty()) return;
        Map<UUID, String> services = names.computeIfAbsent(Kind.SERVICES, this::names);
        ObjectNode byName = consumer.putObject("registrations");
        registrations.properties().forEach(registration -> {
            String service = services.get(UUID.fromString(registration.getKey()));
            if (service != null) byName.set(service, registration.getValue());
        });
        if (byName.isEmpty()) consumer.remove("registrations");
    }
}
