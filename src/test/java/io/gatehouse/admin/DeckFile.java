package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lays a declarative file out flat, as decK does before it compares: nested entities get their parents, names become ids. */
final class DeckFile {
    private static final Map<Kind<?>, List<String>> SCOPES = Map.of(
            Kind.SERVICES, List.of("routes", "plugins"),
            Kind.ROUTES, List.of("plugins"),
            Kind.CONSUMERS,
                    List.of(
                            "plugins",
                            "keyauth_credentials",
                            "basicauth_credentials",
                            "hmacauth_credentials",
                            "jwt_secrets",
                            "acls"),
            Kind.CONSUMER_GROUPS, List.of("plugins"),
            Kind.UPSTREAMS, List.of("targets"),
            Kind.CERTIFICATES, List.of("snis"));

    private final DeckState target = new DeckState();
    private final DeckState current;

    private DeckFile(DeckState current) {
        this.current = current;
    }

    /** @param current what is there: what bears the same name keeps its id */
    static DeckState read(JsonNode file, DeckState current) {
        DeckFile reading = new DeckFile(current);
        for (Kind<?> kind : Kind.ALL) reading.take(kind, file.path(kind.wireName()), null, null);
        for (JsonNode consumer : file.path("consumers"))
            for (JsonNode group : consumer.path("groups"))
                reading.join(
                        group.path("name").asText(), consumer.path("username").asText());
        for (JsonNode group : file.path("consumer_groups"))
            for (JsonNode member : group.path("consumers"))
                reading.join(
                        group.path("name").asText(), member.path("username").asText());
        return reading.target;
    }

    private void take(Kind<?> kind, JsonNode entities, String parentField, String parentId) {
        for (JsonNode given : entities) {
            ObjectNode entity = given.deepCopy();
            SCOPES.getOrDefault(kind, List.of()).forEach(entity::remove);
            if (kind == Kind.CONSUMERS) entity.remove("groups");
            if (kind == Kind.CONSUMER_GROUPS) entity.remove("consumers");
            if (entity.hasNonNull("url")) spell(entity);
            if (parentField != null) entity.putObject(parentField).put("id", parentId);
            kind.references().forEach(reference -> resolve(entity, reference));
            String id = entity.path("id").asText(null);
            if (id == null)
                id = current.find(kind, DeckState.key(kind, entity))
                        .map(known -> known.path("id").asText())
                        .orElseGet(() -> UUID.randomUUID().toString());
            entity.put("id", id);
            target.add(kind, entity);
            for (String nested : SCOPES.getOrDefault(kind, List.of())) {
                Kind<?> child = Kind.named(nested).orElseThrow();
                String field = child.references().stream()
                        .filter(reference -> reference.kind() == kind)
                        .findFirst()
                        .orElseThrow()
                        .field();
                take(child, given.path(nested), field, id);
            }
        }
    }

    /** A name, or an object with name or id. */
    private void resolve(ObjectNode entity, Kind.Reference reference) {
        JsonNode given = entity.path(reference.field());
        if (given.isNull() || given.isMissingNode()) return;
        String name = given.isTextual()
                ? given.asText()
                : given.path("id")
                        .asText(given.path(reference.kind().keyField()).asText());
        entity.putObject(reference.field()).put("id", idOf(reference.kind(), name));
    }

    private String idOf(Kind<?> kind, String idOrName) {
        Optional<ObjectNode> found = target.named(kind, idOrName).or(() -> current.named(kind, idOrName));
        return found.map(entity -> entity.path("id").asText())
                .orElseThrow(() -> new IllegalArgumentException("no " + kind.wireName() + " called " + idOrName));
    }

    private void join(String group, String consumer) {
        target.members.add(idOf(Kind.CONSUMER_GROUPS, group) + " " + idOf(Kind.CONSUMERS, consumer));
    }

    private static void spell(ObjectNode service) {
        URI url = URI.create(service.remove("url").asText());
        service.put("protocol", url.getScheme()).put("host", url.getHost());
        service.put("port", url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80);
        if (url.getPath() != null && !url.getPath().isEmpty()) service.put("path", url.getPath());
    }

    /** The file that a dump of this state is: flat, without ids of what has a name, and without times. */
    static ObjectNode write(DeckState state) {
        ObjectNode file = ConfigJson.MAPPER.createObjectNode().put("_format_version", "3.0");
        for (Kind<?> kind : Kind.ALL) {
            ArrayNode list = file.putArray(kind.wireName());
            for (ObjectNode entity : state.all(kind)) {
                ObjectNode written = entity.deepCopy();
                // Names are entities of their own in the file.
                written.remove(List.of("created_at", "updated_at", "cert_digest", "snis"));
                for (Kind.Reference reference : kind.references())
                    if (written.hasNonNull(reference.field()))
                        written.put(
                                reference.field(),
                                state.label(
                                        reference.kind(),
                                        written.path(reference.field())
                                                .path("id")
                                                .asText()));
                boolean isNamed = kind != Kind.CERTIFICATES
                        && !DeckState.key(kind, entity).startsWith("#");
                if (isNamed) written.remove("id");
                // Go leaves out what is nil, but of a plugin's config.
                written.properties().removeIf(member -> member.getValue().isNull());
                list.add(written);
            }
        }
        for (JsonNode consumer : file.path("consumers"))
            for (String membership : state.members) {
                String[] ids = membership.split(" ");
                if (state.label(Kind.CONSUMERS, ids[1])
                        .equals(consumer.path("username").asText()))
                    ((ObjectNode) consumer)
                            .withArray("/groups")
                            .addObject()
                            .put("name", state.label(Kind.CONSUMER_GROUPS, ids[0]));
            }
        return file;
    }
}
