package io.gatehouse.gateway.openapi;

import io.gatehouse.gateway.plugin.Arguments;
import io.vertx.core.MultiMap;
import java.util.function.UnaryOperator;

/** What a request brings for parameters. The query is read when the first of them asks for it. */
public final class GivenParameters {

    private final UnaryOperator<String> path;
    private final String rawQuery;
    private final MultiMap headers;
    private Arguments query;

    /** @param path the part of the path that has this name, still encoded; null if there is none */
    public GivenParameters(UnaryOperator<String> path, String rawQuery, MultiMap headers) {
        this.path = path;
        this.rawQuery = rawQuery;
        this.headers = headers;
    }

    String path(String name) {
        return path.apply(name);
    }

    Arguments query() {
        if (query == null) query = Arguments.parse(rawQuery);
        return query;
    }

    MultiMap headers() {
        return headers;
    }
}
