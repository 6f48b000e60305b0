package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import java.util.Optional;
import java.util.UUID;

/** Keeps operators from breaking by accident what Gatehouse derives from plans and API versions, and says where to change it. */
final class Guards {
    private final ConfigRows rows;

    Guards(ConfigRows rows) {
        this.rows = rows;
    }

    void beforePut(Kind<?> kind, UUID id, JsonNode body) {
        Optional<Stored> before = rows.byId(kind, id);
        before.filter(Stored::isDerivedPlugin).ifPresent(Guards::refusePlugin);
        boolean isMarkNew = Derived.isMarked(body)
                && before.filter(stored -> Derived.isMarked(stored.body())).isEmpty();
        if (isMarkNew && (kind == Kind.PLUGINS || kind == Kind.CONSUMER_GROUPS))
            refuse(
                    kind,
                    id,
                    "tags",
                    "The tag “" + Derived.TAG + "” marks what Gatehouse keeps by itself; choose another.");
        String newName = body.path("name").asText(null);
        before.filter(stored -> stored.name() != null && !stored.name().equals(newName))
                .ifPresent(stored -> refuseIfUsed(stored, "name", "so it keeps its name."));
    }

    void beforeDelete(Kind<?> kind, UUID id) {
        rows.byId(kind, id).ifPresent(stored -> {
            if (stored.isDerivedPlugin()) refusePlugin(stored);
            refuseIfUsed(stored, null, "so it stays.");
        });
    }

    private void refuseIfUsed(Stored stored, String field, String sentence) {
        if (stored.kind() == Kind.SERVICES)
            ApiVersion.<ApiVersion>find("serviceName = ?1 and runtimeGroupId = ?2", stored.name(), rows.group())
                    .firstResultOptional()
                    .ifPresent(version -> refuse(
                            stored.kind(),
                            stored.id(),
                            field,
                            "This service serves " + version.api.name + " " + version.label + ", " + sentence));
        if (stored.kind() == Kind.CONSUMER_GROUPS)
            Plan.<Plan>find("slug", stored.name())
                    .firstResultOptional()
                    .ifPresent(plan -> refuse(
                            stored.kind(),
                            stored.id(),
                            field,
                            "This group stands for the plan “" + plan.title + "”, " + sentence));
    }

    private static void refusePlugin(Stored plugin) {
        refuse(plugin.kind(), plugin.id(), null, Derived.advice(plugin.body()));
    }

    private static void refuse(Kind<?> kind, UUID id, String field, String message) {
        throw new InvalidConfig(
                InvalidConfig.Reason.DERIVED, new ConfigProblem(kind.wireName(), id, null, field, message));
    }
}
