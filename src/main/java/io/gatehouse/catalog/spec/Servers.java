package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Server;
import java.util.List;
import java.util.Map;

/** The addresses that a document names for its API, with the defaults of their variables filled in. */
final class Servers {
    private static final int MOST = 50;
    private static final int LONGEST = 2_000;

    private Servers() {}

    static List<Server> of(Node servers) {
        return servers.items().stream()
                .filter(server -> server.at("url").isPresent())
                .limit(MOST)
                .map(server ->
                        new Server(filledIn(server), server.at("description").text()))
                .toList();
    }

    private static String filledIn(Node server) {
        String url = server.at("url").text();
        for (Map.Entry<String, Node> variable : server.at("variables").entries()) {
            Node value = variable.getValue().at("default");
            if (value.isPresent()) url = replaced(url, "{" + variable.getKey() + "}", value.text());
        }
        return url;
    }

    /** Unless that would make it longer than any address: a few values in many places could fill the memory. */
    private static String replaced(String url, String name, String value) {
        long places = 0;
        for (int at = url.indexOf(name); at >= 0; at = url.indexOf(name, at + name.length())) places++;
        long length = url.length() + places * (value.length() - name.length());
        return places == 0 || length > LONGEST ? url : url.replace(name, value);
    }

    /** Swagger 2.0 has host, base path and schemes in place of servers. */
    static List<Server> ofSwagger(Node root) {
        String host = root.at("host").text();
        String basePath = root.at("basePath").text();
        if (host.isBlank()) {
            return basePath.isBlank() ? List.of() : List.of(new Server(basePath, ""));
        }
        List<String> schemes = root.at("schemes").texts();
        List<String> used = schemes.isEmpty() ? List.of("https") : schemes;
        return used.stream()
                .limit(MOST)
                .map(scheme -> new Server(scheme + "://" + host + basePath, ""))
                .toList();
    }
}
