package io.gatehouse.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls to try a key with: the gateway's real address, a real operation, the key in its header. */
@ApplicationScoped
class FirstCalls {
    /** Stands where the key would, on pages that do not know it any more. */
    static final String PLACEHOLDER = "$KEY";

    private final EntityManager entities;
    private final ObjectMapper json;
    private final String gateway;

    FirstCalls(EntityManager entities, ObjectMapper json, Settings settings) {
        this.entities = entities;
        this.json = json;
        gateway = settings.proxy().url().toString().replaceAll("/$", "");
    }

    /**
     * @param path of the API version's pages in the portal
     */
    record FirstCall(String apiName, String path, String curl) {}

    /** A call of the first registration that the gateway serves. */
    Optional<FirstCall> of(List<Accesses.Row> rows, String key) {
        return rows.stream()
                .filter(row -> row.isActive() && row.basePath() != null)
                .findFirst()
                .map(row -> new FirstCall(row.name(), row.path(), curl(row.versionId(), row.basePath(), key)));
    }

    private String curl(UUID versionId, String basePath, String key) {
        SpecSummary.Row operation = simplest(versionId);
        String path = operation == null ? "/" : operation.path();
        StringBuilder curl = new StringBuilder("curl -i ");
        boolean sends = operation != null && !operation.method().equals("GET");
        if (sends) curl.append("-X ").append(operation.method()).append(' ');
        // In double quotes, so that the shell puts in the key where a variable stands for it.
        curl.append('\'').append(gateway).append(basePath).append(path).append("' \\\n  -H \"apikey: ");
        curl.append(key).append('"');
        if (sends) curl.append(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{}'");
        return curl.toString();
    }

    /** One that needs nothing in its path, and nothing in its body if there is such. */
    private SpecSummary.Row simplest(UUID versionId) {
        String summary = entities.createQuery("select v.specSummary from ApiVersion v where v.id = :id", String.class)
                .setParameter("id", versionId)
                .getSingleResult();
        return read(summary).stream()
                .filter(row -> row.path().startsWith("/") && !row.deprecated())
                .min(Comparator.<SpecSummary.Row, Boolean>comparing(
                                row -> row.path().contains("{"))
                        .thenComparing(row -> !row.method().equals("GET")))
                .orElse(null);
    }

    private List<SpecSummary.Row> read(String summary) {
        try {
            List<SpecSummary.Row> operations =
                    json.readValue(summary, SpecSummary.class).operations();
            return operations == null ? List.of() : operations;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored summary cannot be read", e);
        }
    }
}
