package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.catalog.reference.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Calls to try a key with: an operation of an API that the application may call, at the gateway's real address. */
@ApplicationScoped
@Transactional
class FirstCalls {
    private final Catalog catalog;

    FirstCalls(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @param path of the API version's pages in the portal
     */
    record Sample(String apiName, String path, String curl) {}

    /** A call with this key to the first registration that the gateway serves. */
    Optional<Sample> with(String key, List<Accesses.Row> rows) {
        return rows.stream()
                .filter(row -> row.isActive() && row.basePath() != null)
                .findFirst()
                .flatMap(row -> catalog.firstCall(ApiVersion.findById(row.versionId()))
                        .map(call ->
                                new Sample(row.name(), row.path(), call.curl().replace(Gate.YOUR_KEY, key))));
    }

    /** The same for pages that do not know the key any more. */
    Optional<Sample> withoutKey(List<Accesses.Row> rows) {
        return with(Gate.YOUR_KEY, rows);
    }
}
