package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** With requests, which everybody has. */
final class Python implements Language {
    @Override
    public String id() {
        return "python";
    }

    @Override
    public String label() {
        return "Python";
    }

    @Override
    public String write(Call call) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Quotes.json(call.url()));
        List<Pair> headers = new ArrayList<>(call.headers());
        String body = null;
        if (call.body() instanceof Json json) {
            if (!json.contentType().equals("application/json")) {
                headers.add(new Pair("Content-Type", json.contentType()));
            }
            body = "json=" + literal(json.value(), "    ");
        } else if (call.body() instanceof Text text) {
            headers.add(new Pair("Content-Type", text.contentType()));
            body = "data=" + Quotes.json(text.text());
        } else if (call.body() instanceof UrlEncoded form) {
            body = "data=" + dictionary(form.fields());
        } else if (call.body() instanceof Multipart form) {
            body = (form.fields().isEmpty() ? "" : "data=" + dictionary(form.fields()) + ",\n    ") + "files="
                    + files(form.files());
        } else if (call.body() instanceof File file) {
            headers.add(new Pair("Content-Type", file.contentType()));
            body = "data=open(" + Quotes.json(file.name()) + ", \"rb\")";
        }
        if (!headers.isEmpty()) {
            arguments.add("headers=" + dictionary(headers));
        }
        if (body != null) {
            arguments.add(body);
        }
        return "import requests\n\nresponse = requests.%s(\n    %s,\n)\nprint(response.status_code, response.text)"
                .formatted(call.method().toLowerCase(Locale.ROOT), String.join(",\n    ", arguments));
    }

    private static String dictionary(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> "\n        " + Quotes.json(pair.name()) + ": " + Quotes.json(pair.value()) + ",")
                .collect(Collectors.joining("", "{", "\n    }"));
    }

    private static String files(List<Pair> files) {
        return files.stream()
                .map(file -> Quotes.json(file.name()) + ": open(" + Quotes.json(file.value()) + ", \"rb\")")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** JSON, except for the three words that Python spells in its own way. */
    private static String literal(Node value, String indent) {
        String inner = "\n" + indent + "    ";
        return switch (value.type()) {
            case OBJECT ->
                value.size() == 0
                        ? "{}"
                        : value.entries().stream()
                                .map(member -> inner + Quotes.json(member.getKey()) + ": "
                                        + literal(member.getValue(), indent + "    "))
                                .collect(Collectors.joining(",", "{", ",\n" + indent + "}"));
            case ARRAY ->
                value.size() == 0
                        ? "[]"
                        : value.items().stream()
                                .map(item -> inner + literal(item, indent + "    "))
                                .collect(Collectors.joining(",", "[", ",\n" + indent + "]"));
            case BOOLEAN -> value.isTrue() ? "True" : "False";
            case NULL, MISSING -> "None";
            case STRING, NUMBER -> JsonText.compact(value);
        };
    }
}
