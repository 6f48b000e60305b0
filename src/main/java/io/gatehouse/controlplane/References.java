package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What entities point at. A document may name it by id or by key; stored is the id. */
final class References {
    private static final String GROUPS = "groups";

    private final ConfigRows rows;

    References(ConfigRows rows) {
        this.rows = rows;
    }

    /** Turns keys into ids; what is not there is a problem, and taken out. */
    List<ConfigProblem> resolve(Kind<?> kind, ObjectNode document) {
        List<ConfigProblem> problems = new ArrayList<>();
        kind.references().forEach(reference -> {
            String field = reference.field();
            JsonNode given = document.path(field);
            if (given.isMissingNode() || given.isNull()) return;
            String named = given.isObject() ? given.path("id").asText(keyOf(reference.kind(), given)) : given.asText();
            if (named == null) return;
            // Keys of an application are made in the portal, which tells the gateway of them by itself.
            Optional<UUID> id = kind == Kind.PLUGINS ? find(reference.kind(), named) : stored(reference.kind(), named);
            id.ifPresent(found -> document.putObject(field).put("id", found.toString()));
            if (id.isPresent()) return;
            document.remove(field);
            String kinds = reference.kind().wireName().replace('_', ' ');
            problems.add(problem(
                    kind, document, field, "there is no “" + named + "” among the " + kinds + " of this gateway"));
        });
        for (JsonNode group : document.path(GROUPS))
            if (rows.byName(Kind.CONSUMER_GROUPS, group.asText()).isEmpty())
                problems.add(
                        problem(kind, document, GROUPS, "there is no consumer group called “" + group.asText() + "”"));
        return problems;
    }

    /** The ids that a complete document points at, by field. */
    Map<String, UUID> of(Kind<?> kind, ObjectNode document) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        for (Kind.Reference reference : kind.references()) {
            String id = document.path(reference.field()).path("id").asText(null);
            if (id != null) ids.put(reference.field(), UUID.fromString(id));
        }
        int i = 0;
        for (JsonNode group : document.path(GROUPS)) {
            UUID id = rows.byName(Kind.CONSUMER_GROUPS, group.asText())
                    .orElseThrow()
                    .id();
            ids.put(GROUPS + "." + ++i, id);
        }
        return ids;
    }

    private Optional<UUID> stored(Kind<?> kind, String idOrName) {
        Optional<UUID> id = Ids.parse(idOrName);
        return id.isPresent()
                ? rows.byId(kind, id.get()).map(Stored::id)
                : rows.byName(kind, idOrName).map(Stored::id);
    }

    Optional<UUID> find(Kind<?> kind, String idOrName) {
        Optional<UUID> stored = stored(kind, idOrName);
        return stored.isPresent() || kind != Kind.CONSUMERS ? stored : application(idOrName);
    }

    /** An application of the portal is a consumer too, though it is stored elsewhere. */
    private static Optional<UUID> application(String idOrUsername) {
        String id = idOrUsername.startsWith("app-") ? idOrUsername.substring("app-".length()) : idOrUsername;
        return Ids.parse(id)
                .filter(parsed -> Application.count("id = ?1 and state <> ?2", parsed, Application.State.DELETED) > 0);
    }

    private static String keyOf(Kind<?> kind, JsonNode given) {
        return given.path(kind.keyField()).asText(null);
    }

    private static ConfigProblem problem(Kind<?> kind, ObjectNode document, String field, String message) {
        String name = document.path(kind.keyField()).asText(null);
        return new ConfigProblem(
                kind.wireName(), Ids.parse(document.path("id").asText("")).orElse(null), name, field, message);
    }
}
