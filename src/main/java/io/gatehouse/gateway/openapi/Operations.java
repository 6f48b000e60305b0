package io.gatehouse.gateway.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The operations of a description. */
final class Operations {

    private static final int MOST = 10_000;
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private Operations() {}

    /** One of them, and the path item that it stands in. */
    record Operation(Place place, Place pathItem) {}

    /** @param compiled what is wanted of each of them */
    static <T> PathTree<T> tree(ApiDocument document, Function<Operation, T> compiled) {
        PathTree<T> tree = new PathTree<>();
        int count = 0;
        for (Map.Entry<String, Place> path : document.whole().at("paths").members()) {
            if (!path.getKey().startsWith("/")) continue;
            Place item = document.follow(path.getValue());
            for (String method : METHODS) {
                Place operation = item.at(method);
                if (!operation.node().isObject()) continue;
                if (++count > MOST)
                    throw new IllegalArgumentException("it describes more than " + MOST + " operations");
                tree.add(
                        method.toUpperCase(Locale.ROOT), path.getKey(), compiled.apply(new Operation(operation, item)));
            }
        }
        return tree;
    }
}
