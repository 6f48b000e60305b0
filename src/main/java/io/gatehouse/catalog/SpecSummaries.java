package io.gatehouse.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.catalog.spec.SpecSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lists and search know of specs, kept in memory by the hash of the source. One query fetches all that are not there yet,
 * so that a list never costs a query a row.
 */
@ApplicationScoped
class SpecSummaries {
    /** About 300 bytes each. */
    private static final int MOST_OPERATIONS = 150_000;

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Map<String, Known> known = new LinkedHashMap<>(256, 0.75f, true);
    private int operations;

    SpecSummaries(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * A summary, and its operations ready to be searched.
     *
     * @param lines for each operation the words of its title, path and method
     */
    record Known(SpecSummary summary, List<String> lines) {
        static Known of(SpecSummary summary) {
            return new Known(
                    summary,
                    summary.operations().stream()
                            .map(row -> Terms.line(row.title(), row.path(), row.method()))
                            .toList());
        }
    }

    /** By source hash, for all of these versions. */
    Map<String, Known> of(Collection<ApiVersion> versions) {
        Map<String, Known> found = new HashMap<>();
        Map<String, ApiVersion> missing = new HashMap<>();
        synchronized (known) {
            for (ApiVersion version : versions) {
                Known kept = known.get(version.sourceHash);
                if (kept == null) {
                    missing.put(version.sourceHash, version);
                } else {
                    found.put(version.sourceHash, kept);
                }
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(load(missing.values()));
        }
        return found;
    }

    private Map<String, Known> load(Collection<ApiVersion> versions) {
        List<Object[]> rows = entities.createQuery(
                        "select v.sourceHash, v.specSummary from ApiVersion v where v.id in ?1", Object[].class)
                .setParameter(1, versions.stream().map(version -> version.id).toList())
                .getResultList();
        Map<String, Known> loaded = new HashMap<>();
        rows.forEach(row -> loaded.put((String) row[0], Known.of(read((String) row[1]))));
        synchronized (known) {
            loaded.forEach(this::keep);
        }
        return loaded;
    }

    private void keep(String hash, Known fresh) {
        if (known.putIfAbsent(hash, fresh) != null) {
            return;
        }
        operations += weight(fresh);
        Iterator<Known> eldest = known.values().iterator();
        while (operations > MOST_OPERATIONS && known.size() > 1) {
            operations -= weight(eldest.next());
            eldest.remove();
        }
    }

    private static int weight(Known summary) {
        return summary.lines().size() + 5;
    }

    private SpecSummary read(String text) {
        try {
            return json.readValue(text, SpecSummary.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored summary of a spec cannot be read", broken);
        }
    }
}
