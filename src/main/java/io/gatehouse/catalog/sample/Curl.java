package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.NoBody;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import java.util.ArrayList;
import java.util.List;

/** For a shell. */
final class Curl implements Language {
    static final int LONGEST_BODY = 16_000;

    @Override
    public String id() {
        return "curl";
    }

    @Override
    public String label() {
        return "curl";
    }

    @Override
    public String write(Call call) {
        List<String> parts = new ArrayList<>();
        String method = call.method().equals("GET")
                ? ""
                : call.method().equals("HEAD") ? "--head " : "-X " + call.method() + " ";
        parts.add("curl " + method + Quotes.shell(call.url()));
        call.headers().forEach(header -> parts.add(header(header.name(), header.value())));
        body(call.body(), parts);
        return String.join(" \\\n  ", parts);
    }

    private static void body(Call.Body body, List<String> parts) {
        if (body instanceof Json json) {
            parts.add(header("Content-Type", json.contentType()));
            parts.add("-d " + Quotes.shell(JsonText.pretty(json.value(), LONGEST_BODY)));
        } else if (body instanceof Text text) {
            parts.add(header("Content-Type", text.contentType()));
            parts.add("--data-raw " + Quotes.shell(text.text()));
        } else if (body instanceof UrlEncoded form) {
            form.fields().forEach(field -> parts.add("--data-urlencode " + Quotes.shell(pair(field))));
        } else if (body instanceof Multipart form) {
            form.fields().forEach(field -> parts.add("--form-string " + Quotes.shell(pair(field))));
            form.files().forEach(file -> parts.add("-F " + Quotes.shell(file.name() + "=@" + file.value())));
        } else if (body instanceof File file) {
            parts.add(header("Content-Type", file.contentType()));
            parts.add("--data-binary " + Quotes.shell("@" + file.name()));
        } else if (!(body instanceof NoBody)) {
            throw new IllegalArgumentException(body.toString());
        }
    }

    private static String header(String name, String value) {
        return "-H " + Quotes.shell(name + ": " + value);
    }

    private static String pair(Pair field) {
        return field.name() + "=" + field.value();
    }
}
