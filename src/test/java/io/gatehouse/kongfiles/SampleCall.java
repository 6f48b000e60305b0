package io.gatehouse.kongfiles;

import io.gatehouse.gateway.config.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call that a route asks for: as many of them are made of a route that each of its paths, hosts and methods is in one. */
record SampleCall(String method, String path, String host, Map<String, String> headers, boolean isSecure) {
    private static final String ANY_HOST = "gateway.example";
    static final String PAGE = "https://page.example";

    /** None if no path, host or header can be thought of that a pattern matches. */
    static List<SampleCall> of(Route route) {
        List<String> paths = route.paths() == null ? List.of("/") : route.paths();
        List<String> hosts = route.hosts() == null ? List.of(ANY_HOST) : route.hosts();
        List<String> methods = route.methods() == null ? List.of("GET") : route.methods();
        boolean isSecure = !route.protocols().contains("http");
        List<SampleCall> calls = new ArrayList<>();
        int count = Math.max(paths.size(), Math.max(hosts.size(), methods.size()));
        for (int i = 0; i < count; i++) {
            Optional<String> path = SamplePath.of(paths.get(i % paths.size()));
            if (path.isEmpty()) return List.of();
            String host = hosts.get(i % hosts.size()).replace("*", "any");
            calls.add(new SampleCall(methods.get(i % methods.size()), path.get(), host, headers(route), isSecure));
        }
        return calls;
    }

    private static Map<String, String> headers(Route route) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (route.headers() != null) route.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        headers.put("Origin", PAGE);
        return headers;
    }

    /** Over http, though it should be https. */
    SampleCall insecure() {
        return new SampleCall(method, path, host, headers, false);
    }

    SampleCall with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new SampleCall(method, path, host, all, isSecure);
    }

    /** As a model is asked. */
    SampleCall asking() {
        return new SampleCall("POST", path, host, headers, isSecure).with(Map.of("Content-Type", "application/json"));
    }

    String wire() {
        String body =
                headers.containsKey("Content-Type") ? "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}" : "";
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty())
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        return text.append("Connection: close\r\n\r\n").append(body).toString();
    }
}
