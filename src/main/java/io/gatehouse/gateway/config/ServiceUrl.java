package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.BiConsumer;

/** {@code url} of a service: a short way to write protocol, host, port and path, which is never stored or shown. */
final class ServiceUrl {

    private ServiceUrl() {}

    /** Puts the four fields in its place. */
    static void spell(ObjectNode service, BiConsumer<String, String> problems) {
        JsonNode url = service.remove("url");
        if (url == null || url.isNull()) {
            return;
        }
        // It wins, also when it cannot be read: files say "ws" beside an http URL.
        service.remove("protocol");
        URI uri = parse(url);
        if (uri == null || uri.getScheme() == null || uri.getHost() == null) {
            problems.accept(
                    "url",
                    url.asText().contains("$")
                            ? "has a placeholder that nothing has filled in: " + url.asText()
                            : "expected a URL such as https://api.example.com/v1");
            return;
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            problems.accept("url", "must not have a user, a query or a fragment");
            return;
        }
        String protocol = uri.getScheme().toLowerCase(Locale.ROOT);
        service.put("protocol", protocol);
        service.put("host", uri.getHost());
        service.put("port", uri.getPort() >= 0 ? uri.getPort() : protocol.endsWith("s") ? 443 : 80);
        service.put("path", uri.getRawPath().isEmpty() ? null : uri.getRawPath());
    }

    private static URI parse(JsonNode url) {
        try {
            return url.isTextual() ? new URI(url.textValue()) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
