package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatehouse.gateway.schema.SchemaLanguage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A description of an API as a tree, Swagger 2.0 or OpenAPI 3.0 or 3.1. References are followed inside of it, and nowhere else.
 */
final class ApiDocument {

    /** The generations of OpenAPI. */
    enum Generation {
        SWAGGER_2_0(SchemaLanguage.OPENAPI30),
        OPENAPI_3_0(SchemaLanguage.OPENAPI30),
        OPENAPI_3_1(SchemaLanguage.OPENAPI31);

        private final SchemaLanguage language;

        Generation(SchemaLanguage language) {
            this.language = language;
        }

        SchemaLanguage language() {
            return language;
        }
    }

    private static final int LONGEST_CHAIN = 32;

    private final Generation generation;
    private final JsonNode root;

    private ApiDocument(Generation generation, JsonNode root) {
        this.generation = generation;
        this.root = root;
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static ApiDocument read(String text) {
        JsonNode root = DocumentReader.read(text);
        Generation generation = generation(root);
        UsualFaults.mend(root, generation);
        return new ApiDocument(generation, root);
    }

    private static Generation generation(JsonNode root) {
        if (!root.isObject()) throw new IllegalArgumentException("it is no OpenAPI document: an object is expected");
        String openapi = root.path("openapi").asText();
        if (openapi.startsWith("3.0")) return Generation.OPENAPI_3_0;
        if (openapi.startsWith("3.1")) return Generation.OPENAPI_3_1;
        if (root.path("swagger").asText().startsWith("2")) return Generation.SWAGGER_2_0;
        throw new IllegalArgumentException(
                "it is no description of an API that is known here: “swagger: 2.0”, “openapi: 3.0” or “openapi: 3.1” must stand in it");
    }

    Generation generation() {
        return generation;
    }

    boolean isSwagger() {
        return generation == Generation.SWAGGER_2_0;
    }

    JsonNode root() {
        return root;
    }

    Place whole() {
        return new Place("", root);
    }

    /** Where references lead to from here; nowhere if that is not in the document. */
    Place follow(Place place) {
        Place current = place;
        for (int links = 0; links < LONGEST_CHAIN; links++) {
            JsonNode ref = current.node().path("$ref");
            if (!ref.isTextual()) return current;
            if (!ref.textValue().startsWith("#/")) return Place.NOWHERE;
            String pointer = unescaped(ref.textValue().substring(1));
            current = new Place(pointer, find(pointer));
        }
        return Place.NOWHERE;
    }

    JsonNode follow(JsonNode node) {
        return follow(new Place("", node)).node();
    }

    private JsonNode find(String pointer) {
        try {
            return root.at(pointer);
        } catch (IllegalArgumentException notOne) {
            return MissingNode.getInstance();
        }
    }

    private static String unescaped(String pointer) {
        if (pointer.indexOf('%') < 0) return pointer;
        try {
            return URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return pointer;
        }
    }

    /** The paths of the addresses that the document names for the API, without a slash at the end; those that are empty are left out. */
    List<String> basePaths() {
        List<String> paths = new ArrayList<>();
        if (isSwagger()) add(paths, root.path("basePath").asText());
        for (JsonNode server : root.path("servers")) add(paths, pathOf(filledIn(server)));
        return paths.stream().distinct().toList();
    }

    private static void add(List<String> paths, String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (trimmed.startsWith("/")) paths.add(trimmed);
    }

    private static String filledIn(JsonNode server) {
        String url = server.path("url").asText();
        for (Map.Entry<String, JsonNode> variable : server.path("variables").properties()) {
            String value = variable.getValue().path("default").asText();
            if (value.length() + url.length() < 2_000) url = url.replace("{" + variable.getKey() + "}", value);
        }
        return url;
    }

    private static String pathOf(String url) {
        try {
            String path = URI.create(url).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }
}
