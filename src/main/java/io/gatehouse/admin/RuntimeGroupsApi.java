package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.web.Refused;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The runtime groups, under the name that tools for Kong know them by. */
@Singleton
class RuntimeGroupsApi implements AdminRoutes {
    private static final String WORKSPACES = "workspaces";
    private static final String NAME = "name";
    private static final String REGION = "region";
    private static final String PROXY_URL = "proxy_url";
    private static final String LABELS = "labels";

    /** What tools send back as they were shown it, and what Kong keeps beside the name for its own console. */
    private static final Set<String> NOT_OURS = Set.of("id", "created_at", "updated_at", "comment", "config", "meta");

    private final RuntimeGroups groups;

    RuntimeGroupsApi(RuntimeGroups groups) {
        this.groups = groups;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/workspaces", Map.of("GET", this::list, "POST", this::create));
        paths.at(
                "/workspaces/:name",
                Map.of("GET", this::read, "PUT", this::replace, "PATCH", this::change, "DELETE", this::delete));
    }

    private void list(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        ArrayNode data = body.putArray("data");
        groups.all().forEach(group -> data.add(shown(group)));
        call.answer(200, body.putNull("next"));
    }

    private void create(AdminCall call) {
        ObjectNode given = call.body();
        UUID id = Ids.parse(given.path("id").asText("")).orElseGet(UUID::randomUUID);
        if (groups.find(id.toString()).isPresent()) throw KongErrors.primaryKey(id.toString());
        RuntimeGroups.Terms terms = terms(given, RuntimeGroups.Terms.NONE);
        call.answer(201, shown(save(id, terms, () -> groups.create(id, terms))));
    }

    private void read(AdminCall call) {
        call.answer(200, shown(find(call).orElseThrow(AdminProblem::notFound)));
    }

    /** Creates it under the id or name of the path, or replaces what is said of it; what is in it stays. */
    private void replace(AdminCall call) {
        Optional<RuntimeGroup> before = find(call);
        Optional<UUID> given = Ids.parse(call.part(NAME));
        String name = given.isPresent() ? before.map(group -> group.name).orElse("") : call.part(NAME);
        RuntimeGroups.Terms terms = terms(call.body(), new RuntimeGroups.Terms(name, "", "", Map.of()));
        UUID id = before.map(group -> group.id).or(() -> given).orElseGet(UUID::randomUUID);
        call.answer(
                200,
                shown(save(id, terms, () -> before.isPresent() ? groups.change(id, terms) : groups.create(id, terms))));
    }

    private void change(AdminCall call) {
        RuntimeGroup before = find(call).orElseThrow(AdminProblem::notFound);
        RuntimeGroups.Terms terms = terms(call.body(), RuntimeGroups.Terms.of(before));
        call.answer(200, shown(save(before.id, terms, () -> groups.change(before.id, terms))));
    }

    private void delete(AdminCall call) {
        boolean withContent = call.argument("cascade").orElse("").equals("true");
        find(call)
                .ifPresent(group -> refusing(() -> {
                    groups.delete(group.id, withContent);
                    return null;
                }));
        call.answerNothing();
    }

    private Optional<RuntimeGroup> find(AdminCall call) {
        return groups.find(call.part(NAME));
    }

    private RuntimeGroup save(UUID id, RuntimeGroups.Terms terms, Supplier<RuntimeGroup> work) {
        boolean isTaken = Ids.parse(terms.name()).isEmpty()
                && groups.find(terms.name())
                        .filter(other -> !other.id.equals(id))
                        .isPresent();
        if (isTaken) throw KongErrors.nameTaken(terms.name());
        return refusing(work);
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            throw KongErrors.violation(WORKSPACES, refused.field().orElse(null), refused.getMessage());
        }
    }

    /** What is given, and otherwise what is so already; null is as good as empty. */
    private static RuntimeGroups.Terms terms(ObjectNode given, RuntimeGroups.Terms before) {
        given.fieldNames().forEachRemaining(field -> {
            boolean isKnown = NOT_OURS.contains(field)
                    || Set.of(NAME, REGION, PROXY_URL, LABELS).contains(field);
            if (!isKnown) throw KongErrors.violation(WORKSPACES, field, "unknown field");
        });
        return new RuntimeGroups.Terms(
                given.has(NAME) ? text(given, NAME) : before.name(),
                given.has(REGION) ? text(given, REGION) : before.region(),
                given.has(PROXY_URL) ? text(given, PROXY_URL) : before.proxyUrl(),
                given.has(LABELS) ? labels(given.get(LABELS)) : before.labels());
    }

    private static String text(ObjectNode given, String field) {
        JsonNode value = given.get(field);
        if (value.isNull()) return "";
        if (!value.isTextual()) throw KongErrors.violation(WORKSPACES, field, "expected a string");
        return value.asText();
    }

    private static Map<String, String> labels(JsonNode given) {
        if (given.isNull()) return Map.of();
        if (!given.isObject()) throw KongErrors.violation(WORKSPACES, LABELS, "expected a map");
        Map<String, String> labels = new LinkedHashMap<>();
        given.properties().forEach(label -> {
            if (!label.getValue().isTextual())
                throw KongErrors.violation(WORKSPACES, LABELS + "." + label.getKey(), "expected a string");
            labels.put(label.getKey(), label.getValue().asText());
        });
        return labels;
    }

    private static ObjectNode shown(RuntimeGroup group) {
        ObjectNode shown = ConfigJson.MAPPER.createObjectNode();
        shown.put("id", group.id.toString()).put(NAME, group.name);
        shown.put(REGION, group.region.isEmpty() ? null : group.region);
        shown.put(PROXY_URL, group.proxyUrl.isEmpty() ? null : group.proxyUrl);
        ObjectNode labels = shown.putObject(LABELS);
        group.labels.forEach(labels::put);
        shown.putNull("comment").put("created_at", group.createdAt.getEpochSecond());
        shown.putObject("config");
        shown.putObject("meta");
        return shown;
    }
}
