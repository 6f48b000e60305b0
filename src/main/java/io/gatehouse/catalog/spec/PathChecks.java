package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what a gateway needs of a document: paths that can be routed and operations that can be told apart. */
final class PathChecks {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)}");

    private final Spec spec;
    private final Refs refs;
    private final Findings findings;
    private final Budget budget;

    PathChecks(Spec spec, Findings findings, Budget budget) {
        this.spec = spec;
        this.refs = new Refs(spec.root());
        this.findings = findings;
        this.budget = budget;
    }

    void run() throws Unreadable {
        head();
        Map<String, String> shapes = new HashMap<>();
        for (Map.Entry<String, Node> path : spec.root().at("paths").entries()) {
            budget.step();
            if (!path.getKey().startsWith("x-")) {
                path(path.getKey(), path.getValue(), shapes);
            }
        }
        Map<String, Operation> byId = new HashMap<>();
        for (Operation operation : spec.operations()) {
            budget.step();
            operation(operation, byId);
        }
    }

    private void head() {
        Node root = spec.root();
        Node info = root.at("info");
        if (!info.isObject()) {
            findings.warning(
                    "no info", root, "#", "The document has no “info” object.", "Add info.title and info.version.");
        } else if (info.at("title").text().isBlank()) {
            findings.warning("no title", info, "#/info", "The API has no title.", "Add info.title.");
        }
        Node paths = root.at("paths");
        if (!paths.isPresent()) {
            boolean mayLack =
                    spec.dialect() == Dialect.OPENAPI_3_1 && root.at("webhooks").isObject();
            if (!mayLack) {
                findings.error(
                        "no paths", root, "#", "The document has no “paths”.", "Describe at least one operation.");
            }
        } else if (!paths.isObject()) {
            findings.error("paths", paths, "#/paths", "“paths” is not an object.", "Write one member for each path.");
        } else if (spec.operations().isEmpty()) {
            findings.serious("no operations", paths, "#/paths", "The document describes no operation.", null);
        }
    }

    private void path(String path, Node item, Map<String, String> shapes) {
        String pointer = "#/paths/" + Refs.escaped(path);
        if (item.isPresent() && !item.isObject()) {
            findings.error("path item", item, pointer, "The path %s is not an object.".formatted(path), null);
            return;
        }
        if (!path.startsWith("/")) {
            findings.error(
                    "path without slash",
                    item,
                    pointer,
                    "The path “%s” does not begin with a slash.".formatted(path),
                    "Write /" + path);
            return;
        }
        template(path, item, pointer);
        String shape = PARAMETER.matcher(path).replaceAll("{}");
        String other = shapes.putIfAbsent(shape, path);
        if (other != null) {
            findings.warning(
                    "paths that match the same calls",
                    item,
                    pointer,
                    "%s and %s match the same calls.".formatted(other, path),
                    "Only the names of their parameters differ: merge them, or change one.");
        }
        for (Map.Entry<String, Node> member : item.entries()) {
            if (SpecReader.METHODS.contains(member.getKey())
                    && !member.getValue().isObject()) {
                findings.error(
                        "operation",
                        member.getValue(),
                        pointer + "/" + member.getKey(),
                        "The operation %s %s is not an object.".formatted(member.getKey(), path),
                        null);
            }
        }
    }

    private void template(String path, Node item, String pointer) {
        String rest = PARAMETER.matcher(path).replaceAll("");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            findings.error(
                    "unclosed brace",
                    item,
                    pointer,
                    "The path %s has a brace without its counterpart.".formatted(path),
                    "Write parameters as {name}.");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            findings.warning(
                    "query in path",
                    item,
                    pointer,
                    "The path %s holds a “?” or “#”, which are not part of a path.".formatted(path),
                    "Describe query parameters as parameters.");
        }
        if (path.contains("//") || path.contains("/../") || path.contains("/./")) {
            findings.warning(
                    "path that clients change",
                    item,
                    pointer,
                    "The path %s holds “//” or “..”, which clients and proxies rewrite.".formatted(path),
                    null);
        }
    }

    private void operation(Operation operation, Map<String, Operation> byId) {
        String pointer = pointer(operation);
        if (!operation.operationId().isBlank()) {
            Operation first = byId.putIfAbsent(operation.operationId(), operation);
            if (first != null) {
                findings.warning(
                        "operationId used twice",
                        operation.node(),
                        pointer,
                        "%s %s and %s %s share the operationId “%s”."
                                .formatted(
                                        first.method(),
                                        first.path(),
                                        operation.method(),
                                        operation.path(),
                                        operation.operationId()),
                        "Give each operation an id of its own.");
            }
        }
        if (!operation.webhook()) {
            pathParameters(operation, pointer);
        }
        if (!operation.node().has("responses") && spec.dialect() != Dialect.OPENAPI_3_1) {
            findings.warning(
                    "no responses",
                    operation.node(),
                    pointer,
                    "The operation describes no responses.",
                    "Add “responses”.");
        }
        securitySchemes(operation, pointer);
    }

    private void pathParameters(Operation operation, String pointer) {
        Set<String> inTemplate = new LinkedHashSet<>();
        Matcher matcher = PARAMETER.matcher(operation.path());
        while (matcher.find()) {
            if (!inTemplate.add(matcher.group(1))) {
                findings.warning(
                        "parameter twice",
                        operation.node(),
                        pointer,
                        "The path %s names {%s} twice.".formatted(operation.path(), matcher.group(1)),
                        null);
            }
        }
        Set<String> declared = new LinkedHashSet<>();
        boolean allKnown = declare(operation.pathItem(), declared) & declare(operation.node(), declared);
        inTemplate.stream()
                .filter(name -> allKnown && !declared.contains(name))
                .forEach(name -> findings.warning(
                        "path parameter not described",
                        operation.node(),
                        pointer,
                        "{%s} in the path is not described as a parameter.".formatted(name),
                        "Add a parameter with “in: path” and “name: %s”.".formatted(name)));
        declared.stream()
                .filter(name -> !inTemplate.contains(name))
                .forEach(name -> findings.warning(
                        "path parameter not in path",
                        operation.node(),
                        pointer,
                        "The path parameter “%s” does not occur in %s.".formatted(name, operation.path()),
                        null));
    }

    /** Adds the path parameters described here; false when one is out of reach, so that nothing is known to lack. */
    private boolean declare(Node owner, Set<String> names) {
        boolean allKnown = true;
        for (Node parameter : owner.at("parameters").items()) {
            Refs.Target target = refs.follow(parameter);
            allKnown &= target.isFound();
            if (target.node().at("in").text().equals("path")) {
                names.add(target.node().at("name").text());
            }
        }
        return allKnown;
    }

    private void securitySchemes(Operation operation, String pointer) {
        Node security = operation.node().has("security")
                ? operation.node().at("security")
                : spec.root().at("security");
        for (Node requirement : security.items()) {
            for (String name : requirement.keys()) {
                if (!spec.securitySchemes().containsKey(name)) {
                    findings.warning(
                            "unknown security scheme",
                            requirement,
                            pointer + "/security",
                            "The security scheme “%s” is not defined.".formatted(name),
                            null);
                }
            }
        }
    }

    private static String pointer(Operation operation) {
        String parent = operation.webhook() ? "#/webhooks/" : "#/paths/";
        return parent + Refs.escaped(operation.path()) + "/"
                + operation.method().toLowerCase(java.util.Locale.ROOT);
    }
}
