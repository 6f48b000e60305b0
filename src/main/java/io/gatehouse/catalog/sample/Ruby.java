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
import java.util.Locale;
import java.util.stream.Collectors;

/** With net/http. */
final class Ruby implements Language {
    @Override
    public String id() {
        return "ruby";
    }

    @Override
    public String label() {
        return "Ruby";
    }

    @Override
    public String write(Call call) {
        List<String> lines = new ArrayList<>();
        lines.add("require 'net/http'\n");
        lines.add("uri = URI(%s)".formatted(Quotes.single(call.url())));
        lines.add("request = Net::HTTP::%s.new(uri)".formatted(className(call.method())));
        call.headers().forEach(header -> lines.add(set(header.name(), header.value())));
        if (call.body() instanceof Json json) {
            lines.add(set("Content-Type", json.contentType()));
            lines.add("request.body = " + Quotes.single(JsonText.pretty(json.value(), Curl.LONGEST_BODY)));
        } else if (call.body() instanceof Text text) {
            lines.add(set("Content-Type", text.contentType()));
            lines.add("request.body = " + Quotes.single(text.text()));
        } else if (call.body() instanceof UrlEncoded form) {
            lines.add("request.set_form_data(%s)".formatted(hash(form.fields())));
        } else if (call.body() instanceof Multipart form) {
            lines.add("request.set_form([%s], 'multipart/form-data')".formatted(parts(form)));
        } else if (call.body() instanceof File file) {
            lines.add(set("Content-Type", file.contentType()));
            lines.add("request.body = File.binread(%s)".formatted(Quotes.single(file.name())));
        }
        lines.add("response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https') do |http|");
        lines.add("  http.request(request)");
        lines.add("end");
        lines.add("puts response.code, response.body");
        return String.join("\n", lines);
    }

    private static String className(String method) {
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String set(String name, String value) {
        return "request[%s] = %s".formatted(Quotes.single(name), Quotes.single(value));
    }

    private static String hash(List<Pair> fields) {
        return fields.stream()
                .map(field -> Quotes.single(field.name()) + " => " + Quotes.single(field.value()))
                .collect(Collectors.joining(", "));
    }

    private static String parts(Multipart form) {
        List<String> parts = new ArrayList<>();
        form.fields()
                .forEach(field ->
                        parts.add("[%s, %s]".formatted(Quotes.single(field.name()), Quotes.single(field.value()))));
        form.files()
                .forEach(file -> parts.add(
                        "[%s, File.open(%s)]".formatted(Quotes.single(file.name()), Quotes.single(file.value()))));
        return parts.stream().map(part -> "\n  " + part).collect(Collectors.joining(",", "", "\n"));
    }
}
