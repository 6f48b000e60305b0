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
import java.util.stream.Collectors;

/** With the curl extension. */
final class Php implements Language {
    @Override
    public String id() {
        return "php";
    }

    @Override
    public String label() {
        return "PHP";
    }

    @Override
    public String write(Call call) {
        List<String> headers = new ArrayList<>();
        call.headers().forEach(header -> headers.add(header.name() + ": " + header.value()));
        String body = null;
        if (call.body() instanceof Json json) {
            headers.add("Content-Type: " + json.contentType());
            body = Quotes.single(JsonText.pretty(json.value(), Curl.LONGEST_BODY));
        } else if (call.body() instanceof Text text) {
            headers.add("Content-Type: " + text.contentType());
            body = Quotes.single(text.text());
        } else if (call.body() instanceof UrlEncoded form) {
            body = "http_build_query(" + array(fields(form.fields())) + ")";
        } else if (call.body() instanceof Multipart form) {
            List<String> entries = fields(form.fields());
            form.files()
                    .forEach(file -> entries.add(
                            Quotes.single(file.name()) + " => new CURLFile(" + Quotes.single(file.value()) + ")"));
            body = array(entries);
        } else if (call.body() instanceof File file) {
            headers.add("Content-Type: " + file.contentType());
            body = "file_get_contents(" + Quotes.single(file.name()) + ")";
        }
        List<String> options = new ArrayList<>();
        options.add("CURLOPT_RETURNTRANSFER => true");
        if (call.method().equals("HEAD")) {
            options.add("CURLOPT_NOBODY => true");
        } else if (!call.method().equals("GET")) {
            options.add("CURLOPT_CUSTOMREQUEST => " + Quotes.single(call.method()));
        }
        if (!headers.isEmpty()) {
            options.add("CURLOPT_HTTPHEADER => "
                    + array(headers.stream().map(Quotes::single).toList()));
        }
        if (body != null) {
            options.add("CURLOPT_POSTFIELDS => " + body);
        }
        return "<?php\n$call = curl_init(%s);\ncurl_setopt_array($call, [\n    %s,\n]);\n"
                        .formatted(Quotes.single(call.url()), String.join(",\n    ", options))
                + "$answer = curl_exec($call);\necho curl_getinfo($call, CURLINFO_HTTP_CODE), ' ', $answer;";
    }

    private static List<String> fields(List<Pair> fields) {
        return fields.stream()
                .map(field -> Quotes.single(field.name()) + " => " + Quotes.single(field.value()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String array(List<String> entries) {
        return entries.stream()
                .map(entry -> "\n        " + entry + ",")
                .collect(Collectors.joining("", "[", "\n    ]"));
    }
}
