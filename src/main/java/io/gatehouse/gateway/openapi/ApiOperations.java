package io.gatehouse.gateway.openapi;

import io.gatehouse.gateway.plugin.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the operation of a description that a request is for. The path without what the route takes off is looked for first, since
 * that is the one that the upstream gets; then the whole of it, as Kong does; each also without the base path of the API.
 */
public final class ApiOperations<T> {

    private final PathTree<T> tree;
    private final List<String> basePaths;
    private final boolean needsBasePath;
    /** Held, so that it is not forgotten and read again as long as this is in force. */
    private final ApiDescription description;

    /** The operation, and what the parameters in its path hold, still encoded. */
    public record Found<T>(T operation, Map<String, String> pathParameters) {}

    private ApiOperations(ApiDescription description, PathTree<T> tree, boolean needsBasePath, String customBasePath) {
        this.description = description;
        this.tree = tree;
        this.basePaths =
                customBasePath == null || !needsBasePath ? description.basePaths() : List.of(trimmed(customBasePath));
        this.needsBasePath = needsBasePath && !basePaths.isEmpty();
    }

    /**
     * What requests must be like.
     *
     * @param needsBasePath whether paths count with the base path in front only
     * @param customBasePath in place of what the description says; null for none
     * @throws IllegalArgumentException with a message for the operator
     */
    public static ApiOperations<RequestRule> requestRules(
            ApiDescription description, boolean needsBasePath, String customBasePath) {
        return new ApiOperations<>(
                description, description.requestRules(), needsBasePath, needsBasePath ? customBasePath : null);
    }

    /**
     * What may be answered.
     *
     * @param needsBasePath whether paths count with the base path in front only
     * @param customBasePath in place of what the description says; null for none
     */
    public static ApiOperations<MockedOperation> mocked(
            ApiDescription description, boolean needsBasePath, String customBasePath) {
        return new ApiOperations<>(description, description.mockedOperations(), needsBasePath, customBasePath);
    }

    private static String trimmed(String path) {
        String rooted = path.startsWith("/") ? path : "/" + path;
        return rooted.endsWith("/") ? rooted.substring(0, rooted.length() - 1) : rooted;
    }

    /** Null if the description has no such operation. A HEAD that it does not name is a GET without a body. */
    public Found<T> find(Exchange exchange) {
        String method = exchange.request().method();
        Found<T> found = find(exchange, method);
        return found == null && method.equals("HEAD") ? find(exchange, "GET") : found;
    }

    private Found<T> find(Exchange exchange, String method) {
        PathTree.Found<T> found = first(exchange, path -> tree.find(method, path));
        return found == null ? null : new Found<>(found.value(), found.parameters());
    }

    /** The methods that there are for the path; none if there is no such path. */
    public TreeSet<String> methods(Exchange exchange) {
        List<String> methods = first(exchange, path -> {
            List<String> known = tree.methods(path);
            return known.isEmpty() ? null : known;
        });
        return methods == null ? new TreeSet<>() : new TreeSet<>(methods);
    }

    private <R> R first(Exchange exchange, Function<String, R> question) {
        for (String path : paths(exchange)) {
            R answer = needsBasePath ? null : question.apply(path);
            for (int i = 0; answer == null && i < basePaths.size(); i++) {
                String rest = after(basePaths.get(i), path);
                answer = rest == null ? null : question.apply(rest);
            }
            if (answer != null) return answer;
        }
        return null;
    }

    private static List<String> paths(Exchange exchange) {
        String whole = exchange.request().path();
        String prefix = exchange.strippedPrefix();
        if (prefix == null || !whole.startsWith(prefix)) return List.of(whole);
        String rest = whole.substring(prefix.length());
        List<String> paths = new ArrayList<>(2);
        paths.add(rest.startsWith("/") ? rest : "/" + rest);
        // A route that takes the whole path says nothing about what is behind it.
        paths.add(rest.isEmpty() ? 0 : 1, whole);
        return paths;
    }

    private static String after(String basePath, String path) {
        if (!path.startsWith(basePath)) return null;
        String rest = path.substring(basePath.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : null;
    }
}
