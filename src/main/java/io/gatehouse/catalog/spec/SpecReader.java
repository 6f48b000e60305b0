package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import io.gatehouse.catalog.spec.Spec.Format;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.gatehouse.catalog.spec.Spec.SecurityScheme;
import io.gatehouse.catalog.spec.Spec.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what every page needs of a document from its tree: the head, servers, security schemes, tags and operations. */
final class SpecReader {
    static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final Node root;
    private final Dialect dialect;
    private final Refs refs;
    private final Slugs slugs = new Slugs();

    SpecReader(Node root, Dialect dialect) {
        this.root = root;
        this.dialect = dialect;
        this.refs = new Refs(root);
    }

    Spec read(Format format, String sourceHash) throws Unreadable {
        Node info = root.at("info");
        List<Operation> operations = operations();
        return new Spec(
                title(info),
                info.at("version").text(),
                info.at("description").text(),
                format,
                dialect,
                root.at(dialect == Dialect.SWAGGER_2_0 ? "swagger" : "openapi").text(),
                sourceHash,
                dialect == Dialect.SWAGGER_2_0 ? Servers.ofSwagger(root) : Servers.of(root.at("servers")),
                securitySchemes(),
                tags(operations),
                operations,
                root);
    }

    private static String title(Node info) {
        String title = info.at("title").text().strip();
        return title.isEmpty() ? "Untitled API" : title;
    }

    private Map<String, SecurityScheme> securitySchemes() {
        Node schemes = dialect == Dialect.SWAGGER_2_0
                ? root.at("securityDefinitions")
                : root.at("components").at("securitySchemes");
        Map<String, SecurityScheme> byName = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : schemes.entries()) {
            Node scheme = refs.target(entry.getValue());
            boolean basic = scheme.at("type").text().equals("basic");
            byName.put(
                    entry.getKey(),
                    new SecurityScheme(
                            entry.getKey(),
                            basic ? "http" : scheme.at("type").text(),
                            basic ? "basic" : scheme.at("scheme").text().toLowerCase(Locale.ROOT),
                            scheme.at("in").text(),
                            scheme.at("name").text(),
                            scheme.at("description").text()));
        }
        return byName;
    }

    private List<Tag> tags(List<Operation> operations) {
        Map<String, Tag> byName = new LinkedHashMap<>();
        for (Node tag : root.at("tags").items()) {
            String name = tag.at("name").text();
            if (!name.isBlank()) {
                byName.putIfAbsent(name, new Tag(name, tag.at("description").text()));
            }
        }
        operations.stream()
                .flatMap(operation -> operation.tags().stream())
                .forEach(name -> byName.putIfAbsent(name, new Tag(name, "")));
        return List.copyOf(byName.values());
    }

    private List<Operation> operations() throws Unreadable {
        List<Operation> operations = new ArrayList<>();
        collect(root.at("paths"), false, operations);
        collect(root.at("webhooks"), true, operations);
        return operations;
    }

    private void collect(Node paths, boolean webhook, List<Operation> operations) throws Unreadable {
        for (Map.Entry<String, Node> path : paths.entries()) {
            if (path.getKey().startsWith("x-")) {
                continue;
            }
            Node item = refs.target(path.getValue());
            for (Map.Entry<String, Node> member : item.entries()) {
                if (METHODS.contains(member.getKey()) && member.getValue().isObject()) {
                    operations.add(operation(path.getKey(), member.getKey(), webhook, member.getValue(), item));
                }
            }
            if (operations.size() > Budget.OPERATIONS) {
                throw new Unreadable(
                        "The document describes more than %,d operations.".formatted(Budget.OPERATIONS),
                        "Split it into several APIs.");
            }
        }
    }

    private Operation operation(String path, String method, boolean webhook, Node node, Node pathItem) {
        String upperMethod = method.toUpperCase(Locale.ROOT);
        String operationId = node.at("operationId").text();
        return new Operation(
                slugs.unique(operationId, upperMethod + " " + path),
                upperMethod,
                path,
                webhook,
                operationId,
                Titles.of(node.at("summary").text(), operationId, upperMethod, path),
                node.at("summary").text(),
                node.at("description").text(),
                node.at("tags").texts().stream().filter(tag -> !tag.isBlank()).toList(),
                node.at("deprecated").isTrue(),
                node,
                pathItem);
    }
}
