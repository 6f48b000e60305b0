package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import java.util.ArrayList;
import java.util.List;

/** For browsers and Node, with fetch. */
final class JavaScript implements Language {
    @Override
    public String id() {
        return "javascript";
    }

    @Override
    public String label() {
        return "JavaScript";
    }

    @Override
    public String write(Call call) {
        StringBuilder code = new StringBuilder();
        List<String> options = new ArrayList<>();
        if (!call.method().equals("GET")) {
            options.add("method: " + Quotes.json(call.method()));
        }
        List<Pair> headers = new ArrayList<>(call.headers());
        String body = null;
        if (call.body() instanceof Json json) {
            headers.add(new Pair("Content-Type", json.contentType()));
            body = "JSON.stringify(" + Quotes.indent(JsonText.pretty(json.value(), Curl.LONGEST_BODY), "  ") + ")";
        } else if (call.body() instanceof Text text) {
            headers.add(new Pair("Content-Type", text.contentType()));
            body = Quotes.json(text.text());
        } else if (call.body() instanceof UrlEncoded form) {
            code.append(fields("URLSearchParams", form.fields()));
            body = "form";
        } else if (call.body() instanceof Multipart form) {
            code.append(fields("FormData", form.fields()));
            form.files()
                    .forEach(file ->
                            code.append("form.append(%s, fileInput.files[0]);%n".formatted(Quotes.json(file.name()))));
            body = "form";
        } else if (call.body() instanceof File file) {
            headers.add(new Pair("Content-Type", file.contentType()));
            body = "fileInput.files[0]";
        }
        if (!headers.isEmpty()) {
            options.add(headers(headers));
        }
        if (body != null) {
            options.add("body: " + body);
        }
        return code.append(code.isEmpty() ? "" : "\n")
                .append("const response = await fetch(")
                .append(Quotes.json(call.url()))
                .append(options.isEmpty() ? "" : ", {\n  " + String.join(",\n  ", options) + "\n}")
                .append(");\nconsole.log(response.status, await response.text());")
                .toString();
    }

    private static String fields(String type, List<Pair> fields) {
        StringBuilder code = new StringBuilder("const form = new " + type + "();\n");
        fields.forEach(field ->
                code.append("form.append(%s, %s);%n".formatted(Quotes.json(field.name()), Quotes.json(field.value()))));
        return code.toString();
    }

    private static String headers(List<Pair> headers) {
        StringBuilder code = new StringBuilder("headers: {");
        headers.forEach(header ->
                code.append("%n    %s: %s,".formatted(Quotes.json(header.name()), Quotes.json(header.value()))));
        return code.append("\n  }").toString();
    }
}
