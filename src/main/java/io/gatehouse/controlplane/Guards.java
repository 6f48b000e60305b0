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

    /** Elsewhere the portal's tag is one like others: so is what was copied there. */
    boolean servesPortal() {
        return rows.group().equals(RuntimeGroup.DEFAULT)
                || ApiVersion.count("runtimeGroupId = ?1 and serviceName is not null", rows.group()) > 0;
    }

    void beforePut(Kind<?> kind, UUID id, JsonNode body) {
        if (!servesPortal()) return;
        Optional<Stored> before = rows.byId(kind, id);
        before.flatMap(stored -> objection(stored, body)).ifPresent(Guards::refuse);
        boolean isMarkNew = Derived.isMarked(body)
                && before.filter(stored -> Derived.isMarked(stored.body())).isEmpty();
        if (isMarkNew && (kind == Kind.PLUGINS || kind == Kind.CONSUMER_GROUPS))
            refuse(new ConfigProblem(
                    kind.wireName(),
                    id,
                    null,
                    "tags",
                    "The tag “" + Derived.TAG + "” marks what Gatehouse keeps by itself; choose another."));
    }

    void beforeDelete(Kind<?> kind, UUID id) {
        if (!servesPortal()) return;
        rows.byId(kind, id).flatMap(stored -> objection(stored, null)).ifPresent(Guards::refuse);
    }

    /** Why an entity cannot become what {@code after} says, or go if that is null; in a group that the portal serves. */
    Optional<ConfigProblem> objection(Stored stored, JsonNode after) {
        if (stored.isDerivedPlugin()) return Optional.of(problem(stored, null, Derived.advice(stored.body())));
        if (after == null) return use(stored).map(use -> problem(stored, null, use + ", so it stays."));
        boolean isRenamed = stored.name() != null
                && !stored.name().equals(after.path("name").asText(null));
        return isRenamed
                ? use(stored).map(use -> problem(stored, "name", use + ", so it keeps its name."))
                : Optional.empty();
    }

    private Optional<String> use(Stored stored) {
        if (stored.kind() == Kind.SERVICES)
            return ApiVersion.<ApiVersion>find("serviceName = ?1 and runtimeGroupId = ?2", stored.name(), rows.group())
                    .firstResultOptional()
                    .map(version -> "This service serves " + version.api.name + " " + version.label);
        if (stored.kind() == Kind.CONSUMER_GROUPS)
            return Plan.<Plan>find("slug", stored.name())
                    .firstResultOptional()
                    .map(plan -> "This group stands for the plan “" + plan.title + "”");
        return Optional.empty();
    }

    private static ConfigProblem problem(Stored stored, String field, String message) {
        return new ConfigProblem(stored.kind().wireName(), stored.id(), null, field, message);
    }

    private static void refuse(ConfigProblem problem) {
        throw new InvalidConfig(InvalidConfig.Reason.DERIVED, problem);
    }
}
