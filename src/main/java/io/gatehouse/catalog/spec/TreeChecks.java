package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Walks the whole tree once and checks every reference and schema that stands in it. References are looked up, never walked
 * into, so that the cost is that of the file and not of what it unfolds to.
 */
final class TreeChecks {
    /** What stands under these keys is data, where {@code $ref} and {@code pattern} are ordinary words. */
    private static final Set<String> DATA = Set.of("example", "default", "enum", "const", "value");

    /** The keys of these objects are names that the author chose, not words of OpenAPI. */
    private static final Set<String> NAME_MAPS = Set.of(
            "properties",
            "patternProperties",
            "$defs",
            "dependentSchemas",
            "definitions",
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "securityDefinitions",
            "links",
            "callbacks",
            "pathItems",
            "paths",
            "webhooks",
            "variables",
            "mapping",
            "scopes",
            "encoding",
            "content");

    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null", "file");
    private static final int LONGEST_PATTERN = 1_000;

    private final Spec spec;
    private final Refs refs;
    private final Findings findings;
    private final Budget budget;
    private final Deque<String> place = new ArrayDeque<>();
    private final Set<String> checkedRefs = new HashSet<>();
    private final Set<Node> allOfDone = Collections.newSetFromMap(new IdentityHashMap<>());

    TreeChecks(Spec spec, Findings findings, Budget budget) {
        this.spec = spec;
        this.refs = new Refs(spec.root());
        this.findings = findings;
        this.budget = budget;
    }

    void run() throws Unreadable {
        walk(spec.root(), false);
    }

    /** References that lead nowhere, as they are written; each was told. */
    Set<String> unresolved() {
        return Set.copyOf(checkedRefs);
    }

    private void walk(Node node, boolean keysAreNames) throws Unreadable {
        budget.step();
        if (node.isObject() && !keysAreNames) {
            keywords(node);
        }
        for (Map.Entry<String, Node> member : node.entries()) {
            String key = member.getKey();
            if (!keysAreNames && (DATA.contains(key) || key.startsWith("x-"))) {
                continue;
            }
            descend(key, member.getValue(), !keysAreNames && NAME_MAPS.contains(key));
        }
        for (int i = 0; i < node.items().size(); i++) {
            descend(Integer.toString(i), node.at(i), false);
        }
    }

    private void descend(String key, Node value, boolean keysAreNames) throws Unreadable {
        if (!value.isObject() && !value.isArray()) {
            return;
        }
        place.addLast(key);
        walk(value, keysAreNames);
        place.removeLast();
    }

    private void keywords(Node node) throws Unreadable {
        if (node.at("$ref").isText()) {
            reference(node);
        }
        if (node.at("pattern").isText()) {
            pattern(node.at("pattern"));
        }
        if (node.at("allOf").isArray() && mustContainItself(node, new ArrayList<>())) {
            findings.warning(
                    "schema that contains itself",
                    node,
                    pointer(),
                    "The schema contains itself through allOf, so that nothing can ever match it.",
                    "Break the circle.");
        }
        schemaWords(node);
    }

    private void reference(Node node) {
        String ref = node.at("$ref").text();
        Refs.Target target = refs.follow(node);
        if (target.isFound() || !checkedRefs.add(ref)) {
            return;
        }
        switch (target.state()) {
            case EXTERNAL ->
                findings.warning(
                        "reference outside of the document",
                        node.at("$ref"),
                        pointer(),
                        "“%s” points outside of this document and is not fetched.".formatted(shortened(ref)),
                        "Bundle the document into one file.");
            case CIRCULAR ->
                findings.serious(
                        "reference to itself",
                        node.at("$ref"),
                        pointer(),
                        "“%s” leads back to itself.".formatted(shortened(ref)),
                        "Point it to a real definition.");
            default ->
                findings.serious(
                        "reference to nothing",
                        node.at("$ref"),
                        pointer(),
                        "“%s” is not in this document.".formatted(shortened(ref)),
                        "Add what it names, or correct the name.");
        }
    }

    private void pattern(Node pattern) {
        String text = pattern.text();
        if (text.length() > LONGEST_PATTERN) {
            return;
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException | StackOverflowError broken) {
            findings.warning(
                    "pattern",
                    pattern,
                    pointer(),
                    "The pattern “%s” does not seem to be a valid regular expression.".formatted(shortened(text)),
                    null);
        }
    }

    private void schemaWords(Node node) {
        Node type = node.at("type");
        boolean looksLikeSchema = type.isPresent() && !node.has("in") && !node.has("schema") && !node.has("content");
        if (!looksLikeSchema) {
            return;
        }
        Node required = node.at("required");
        if (required.isTrue() || required.isFalse()) {
            findings.warning(
                    "required as a yes or no",
                    required,
                    pointer(),
                    "“required” of a schema is a list of names, not true or false.",
                    "List the property in the “required” of the object that holds it.");
        }
        boolean swagger = spec.dialect() == Dialect.SWAGGER_2_0;
        if (node.at("items").isArray() && (swagger || spec.dialect() == Dialect.OPENAPI_3_0)) {
            findings.warning(
                    "items as a list", node.at("items"), pointer(), "“items” must be one schema, not a list.", null);
        }
        boolean knownWord = !type.isText() || TYPES.contains(type.text()) || isSecurityScheme();
        if (!knownWord) {
            findings.warning(
                    "unknown type",
                    type,
                    pointer(),
                    "“%s” is not a type of JSON.".formatted(shortened(type.text())),
                    null);
        }
    }

    private boolean isSecurityScheme() {
        return place.contains("securitySchemes") || place.contains("securityDefinitions");
    }

    /** Whether allOf leads from a schema back to one on the way; every schema is entered once, however often it is named. */
    private boolean mustContainItself(Node schema, List<Node> way) throws Unreadable {
        budget.step();
        Node target = refs.target(schema);
        if (way.stream().anyMatch(earlier -> earlier == target)) {
            return true;
        }
        if (!target.at("allOf").isArray() || way.size() >= Budget.DEPTH || !allOfDone.add(target)) {
            return false;
        }
        way.add(target);
        boolean circle = false;
        for (Node part : target.at("allOf").items()) {
            circle |= mustContainItself(part, way);
        }
        way.remove(way.size() - 1);
        return circle;
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder("#");
        place.forEach(key -> pointer.append('/').append(Refs.escaped(key)));
        return pointer.toString();
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
