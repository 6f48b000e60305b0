package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads one operation for its page, when the page is asked for. */
public final class OperationReader {
    /** Lines of schemas on one page; a schema that is left out has a page of its own. */
    private static final int ROWS = 500;

    private static final int MOST_RESPONSES = 40;
    private static final int MOST_CALLBACKS = 20;

    private final Spec spec;
    private final Gate gate;
    private final Refs refs;
    private final SchemaTree.Allowance allowance = new SchemaTree.Allowance(ROWS);

    private OperationReader(Spec spec, Gate gate) {
        this.spec = spec;
        this.gate = gate;
        this.refs = new Refs(spec.root());
    }

    public static OperationView read(Spec spec, Operation operation, Gate gate) {
        return new OperationReader(spec, gate).read(operation);
    }

    private OperationView read(Operation operation) {
        Collection<Parameter> parameters = Parameter.of(operation, refs);
        Bodies bodies = new Bodies(spec, refs, allowance);
        Direction direction = operation.webhook() ? Direction.RESPONSE : Direction.REQUEST;
        BodyView body = bodies.of(operation.node(), parameters, direction);
        Call call = operation.webhook() ? null : new Calls(gate, refs).of(operation, parameters, body);
        return new OperationView(
                operation,
                gate.served() && !operation.webhook() ? gate.path() : "",
                groups(parameters),
                body,
                responses(operation.node(), bodies),
                callbacks(operation.node(), bodies),
                scopes(operation.node()),
                link(operation.node().at("externalDocs").at("url").text()),
                call);
    }

    private List<ParameterGroup> groups(Collection<Parameter> parameters) {
        Map<String, List<SchemaRow>> groups = new LinkedHashMap<>();
        List.of("Path parameters", "Query parameters", "Header parameters", "Cookie parameters", "Other parameters")
                .forEach(title -> groups.put(title, new ArrayList<>()));
        for (Parameter parameter : parameters) {
            String title = switch (parameter.in()) {
                case "path" -> "Path parameters";
                case "query" -> "Query parameters";
                case "header" -> "Header parameters";
                case "cookie" -> "Cookie parameters";
                case "body", "formData" -> "";
                default -> "Other parameters";
            };
            if (!title.isEmpty()) {
                groups.get(title).add(row(parameter));
            }
        }
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> new ParameterGroup(group.getKey(), group.getValue()))
                .toList();
    }

    private SchemaRow row(Parameter parameter) {
        SchemaRow row =
                SchemaTree.named(parameter.name(), "", parameter.required(), parameter.described(), refs, allowance);
        if (!parameter.note().isEmpty()) {
            row.note = parameter.note();
        }
        return row;
    }

    private List<ResponseView> responses(Node operation, Bodies bodies) {
        List<ResponseView> responses = new ArrayList<>();
        for (Map.Entry<String, Node> response : operation.at("responses").entries()) {
            if (response.getKey().startsWith("x-") || responses.size() >= MOST_RESPONSES) {
                continue;
            }
            Refs.Target target = refs.follow(response.getValue());
            Node node = target.node();
            List<SchemaRow> headers = node.at("headers").entries().stream()
                    .map(header -> header(header.getKey(), header.getValue()))
                    .toList();
            responses.add(new ResponseView(
                    response.getKey(),
                    node.at("description").text(),
                    headers,
                    bodies.answer(operation, node),
                    Bodies.note(target)));
        }
        return responses;
    }

    private SchemaRow header(String name, Node node) {
        Node header = refs.target(node);
        return row(new Parameter(name, "header", header.at("required").isTrue(), header, ""));
    }

    private List<CallbackView> callbacks(Node operation, Bodies bodies) {
        List<CallbackView> callbacks = new ArrayList<>();
        for (Map.Entry<String, Node> callback : operation.at("callbacks").entries()) {
            for (Map.Entry<String, Node> address :
                    refs.target(callback.getValue()).entries()) {
                for (Map.Entry<String, Node> method :
                        refs.target(address.getValue()).entries()) {
                    boolean isCall = method.getValue().isObject()
                            && method.getKey().matches("get|put|post|delete|options|head|patch|trace");
                    if (isCall && callbacks.size() < MOST_CALLBACKS) {
                        callbacks.add(callback(callback.getKey(), address.getKey(), method, bodies));
                    }
                }
            }
        }
        return callbacks;
    }

    private static CallbackView callback(String name, String address, Map.Entry<String, Node> method, Bodies bodies) {
        Node call = method.getValue();
        String description = call.at("description").text();
        return new CallbackView(
                name,
                method.getKey(),
                address,
                description.isBlank() ? call.at("summary").text() : description,
                bodies.of(call, List.of(), Direction.RESPONSE));
    }

    /** What the document asks of a token, should one be used. */
    private List<String> scopes(Node operation) {
        Node security = operation.at("security").isMissing() ? spec.root().at("security") : operation.at("security");
        TreeSet<String> scopes = new TreeSet<>();
        security.items()
                .forEach(way -> way.entries()
                        .forEach(scheme -> scopes.addAll(scheme.getValue().texts())));
        return scopes.stream().limit(30).toList();
    }

    private static String link(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "";
    }
}
