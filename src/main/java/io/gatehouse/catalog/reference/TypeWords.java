package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import java.util.List;

/** Says a schema's type in words. */
final class TypeWords {
    private static final int DEEPEST_ARRAY = 4;

    private TypeWords() {}

    static SchemaRow.Types of(Layers schema, Refs refs) {
        Layers innermost = innermost(schema, refs);
        String format = innermost.first("format").text();
        return new SchemaRow.Types(label(schema, refs, 0), clip(format), innermost.component());
    }

    /** What an array holds, through arrays of arrays; the schema itself if it is none. */
    static Layers innermost(Layers schema, Refs refs) {
        Layers current = schema;
        for (int depth = 0; depth < DEEPEST_ARRAY && isArray(current); depth++) {
            current = Layers.of(current.first("items"), refs);
        }
        return current;
    }

    private static boolean isArray(Layers schema) {
        return schema.is("array") && schema.first("items").isObject();
    }

    private static String label(Layers schema, Refs refs, int depth) {
        if (isArray(schema) && depth < DEEPEST_ARRAY) {
            return "array of " + label(Layers.of(schema.first("items"), refs), refs, depth + 1) + orNull(schema);
        }
        return plain(schema) + orNull(schema);
    }

    private static String plain(Layers schema) {
        if (!schema.missing().isEmpty() && schema.types().isEmpty()) {
            return schema.missing().startsWith("#") ? "unknown" : "described elsewhere";
        }
        if (schema.nodes().get(0).isFalse()) {
            return "nothing";
        }
        List<String> types = schema.types();
        boolean compound = types.isEmpty() || types.equals(List.of("object"));
        if (compound && !schema.variants().isEmpty()) {
            boolean oneOf = schema.first("oneOf").size() > 1;
            return schema.name().isEmpty() ? oneOf ? "one of" : "any of" : clip(schema.name());
        }
        if (types.isEmpty()) {
            return schema.orNull() ? "" : "any";
        }
        if (compound && !schema.name().isEmpty()) {
            return clip(schema.name());
        }
        if (types.equals(List.of("object")) && isMap(schema)) {
            return "map";
        }
        return clip(String.join(" or ", types));
    }

    /** Any names, one kind of value. */
    private static boolean isMap(Layers schema) {
        Node others = schema.first("additionalProperties");
        return others.isObject() && schema.first("properties").isMissing();
    }

    private static String orNull(Layers schema) {
        if (!schema.orNull()) {
            return "";
        }
        return schema.types().isEmpty() && schema.variants().isEmpty() ? "null" : " or null";
    }

    private static String clip(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
