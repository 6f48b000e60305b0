package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the call that samples show: the least that the operation asks for, with values that say what they are. */
final class Calls {
    private static final Set<String> NOT_OURS =
            Set.of("accept", "content-type", "authorization", "host", Gate.KEY_HEADER);
    private static final int MOST_FIELDS = 30;

    private final Gate gate;
    private final Refs refs;

    Calls(Gate gate, Refs refs) {
        this.gate = gate;
        this.refs = refs;
    }

    Call of(Operation operation, Collection<Parameter> parameters, BodyView body) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        List<Pair> headers = new ArrayList<>();
        if (gate.served()) {
            headers.add(new Pair(Gate.KEY_HEADER, Gate.YOUR_KEY));
        }
        for (Parameter parameter : parameters) {
            if (!parameter.required() || parameter.name().isEmpty()) {
                continue;
            }
            switch (parameter.in()) {
                case "path" ->
                    path = path.replace("{" + parameter.name() + "}", Urls.encoded(flat(parameter.sample(refs))));
                case "query" -> query(parameter, query);
                case "header" -> header(parameter, headers);
                default -> {}
            }
        }
        String url = gate.baseUrl() + Urls.path(path) + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return new Call(operation.method(), url, headers, body(body));
    }

    private void query(Parameter parameter, List<String> query) {
        Node value = parameter.sample(refs);
        String name = Urls.encoded(parameter.name());
        if (value.isArray() && !joins(parameter.node())) {
            value.items().stream().limit(10).forEach(item -> query.add(name + "=" + Urls.encoded(flat(item))));
        } else if (value.isObject() && parameter.node().at("style").text().equals("deepObject")) {
            value.entries()
                    .forEach(member -> query.add(
                            name + "[" + Urls.encoded(member.getKey()) + "]=" + Urls.encoded(flat(member.getValue()))));
        } else {
            query.add(name + "=" + Urls.encoded(flat(value)));
        }
    }

    /** Whether several values are one word with commas: the default of 2.0, on request in 3.x. */
    private static boolean joins(Node parameter) {
        boolean swagger = parameter.has("type") && !parameter.has("schema");
        return swagger
                ? !parameter.at("collectionFormat").text().equals("multi")
                : parameter.at("explode").isFalse();
    }

    private void header(Parameter parameter, List<Pair> headers) {
        boolean token = parameter.name().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        if (token && !NOT_OURS.contains(parameter.name().toLowerCase(Locale.ROOT))) {
            headers.add(new Pair(parameter.name(), flat(parameter.sample(refs)).replaceAll("[\\r\\n\\x00]+", " ")));
        }
    }

    private static String flat(Node value) {
        if (value.isArray()) {
            return String.join(",", value.texts());
        }
        return value.isObject() ? JsonText.compact(value) : value.text();
    }

    private Call.Body body(BodyView body) {
        MediaView media = body == null ? null : body.preferred().orElse(null);
        if (media == null) {
            return new Call.NoBody();
        }
        MediaType type = media.format();
        Node value = media.value();
        if (type.isForm() && value.isObject()) {
            return new Call.UrlEncoded(fields(value, List.of()));
        }
        if (type.isMultipart() && value.isObject()) {
            List<String> files = value.entries().stream()
                    .filter(member -> member.getValue().text().equals("(file)"))
                    .map(Map.Entry::getKey)
                    .toList();
            return new Call.Multipart(
                    fields(value, files),
                    files.stream().map(name -> new Pair(name, "file.bin")).toList());
        }
        if (type.isBinary() || value.text().equals("(file)")) {
            return new Call.File(type.name(), "file.bin");
        }
        if (value.isText() && (type.isText() || value.text().strip().startsWith("{"))) {
            return new Call.Text(type.name(), value.text());
        }
        if (type.isXml()) {
            return new Call.Text(type.name(), "…");
        }
        if (value.isMissing()) {
            value = Node.object(List.of(), List.of(), 0, 0);
        }
        return new Call.Json(type.name().contains("*") ? "application/json" : type.name(), value);
    }

    private static List<Pair> fields(Node value, List<String> without) {
        List<Pair> fields = new ArrayList<>();
        value.entries().stream()
                .filter(member -> !without.contains(member.getKey()))
                .limit(MOST_FIELDS)
                .forEach(member -> {
                    Node content = member.getValue();
                    if (content.isArray()) {
                        content.items().stream()
                                .limit(5)
                                .forEach(item -> fields.add(new Pair(member.getKey(), flat(item))));
                    } else {
                        fields.add(new Pair(member.getKey(), flat(content)));
                    }
                });
        return fields;
    }
}
