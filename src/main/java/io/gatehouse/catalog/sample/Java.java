package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** With the JDK's own client. */
final class Java implements Language {
    private static final String BOUNDARY = "part-7d93b1";

    @Override
    public String id() {
        return "java";
    }

    @Override
    public String label() {
        return "Java";
    }

    @Override
    public String write(Call call) {
        List<Pair> headers = new ArrayList<>(call.headers());
        String publisher = "HttpRequest.BodyPublishers.noBody()";
        String body = null;
        if (call.body() instanceof Json json) {
            headers.add(new Pair("Content-Type", json.contentType()));
            body = block(JsonText.pretty(json.value(), Curl.LONGEST_BODY));
        } else if (call.body() instanceof Text text) {
            headers.add(new Pair("Content-Type", text.contentType()));
            body = Quotes.json(text.text());
        } else if (call.body() instanceof UrlEncoded form) {
            headers.add(new Pair("Content-Type", "application/x-www-form-urlencoded"));
            body = Quotes.json(form.fields().stream()
                    .map(field -> encoded(field.name()) + "=" + encoded(field.value()))
                    .collect(Collectors.joining("&")));
        } else if (call.body() instanceof Multipart form) {
            headers.add(new Pair("Content-Type", "multipart/form-data; boundary=" + BOUNDARY));
            body = multipart(form);
        } else if (call.body() instanceof File file) {
            headers.add(new Pair("Content-Type", file.contentType()));
            publisher = "HttpRequest.BodyPublishers.ofFile(Path.of(%s))".formatted(Quotes.json(file.name()));
        }
        if (body != null) {
            publisher = "HttpRequest.BodyPublishers.ofString(body)";
        }
        StringBuilder code = new StringBuilder();
        if (body != null) {
            code.append("String body = ").append(body).append(";\n");
        }
        code.append("HttpRequest request = HttpRequest.newBuilder(URI.create(")
                .append(Quotes.json(call.url()))
                .append("))");
        headers.forEach(header -> code.append(
                "%n        .header(%s, %s)".formatted(Quotes.json(header.name()), Quotes.json(header.value()))));
        return code.append("\n        .method(")
                .append(Quotes.json(call.method()))
                .append(", ")
                .append(publisher)
                .append(")\n        .build();\n")
                .append("HttpResponse<String> response = HttpClient.newHttpClient()\n")
                .append("        .send(request, HttpResponse.BodyHandlers.ofString());\n")
                .append("System.out.println(response.statusCode() + \" \" + response.body());")
                .toString();
    }

    private static String block(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        return "\"\"\"\n        " + Quotes.indent(escaped, "        ") + "\"\"\"";
    }

    private static String multipart(Multipart form) {
        List<String> parts = new ArrayList<>();
        form.fields().forEach(field -> parts.add(part(field.name(), "", field.value())));
        form.files()
                .forEach(file ->
                        parts.add(part(file.name(), "; filename=\"" + file.value() + "\"", "(content of the file)")));
        return parts.stream()
                .map(Quotes::json)
                .collect(Collectors.joining(
                        "\n        + ", "", "\n        + " + Quotes.json("--" + BOUNDARY + "--\r\n")));
    }

    private static String part(String name, String file, String content) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name.replace("\"", "%22"), file, content);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
