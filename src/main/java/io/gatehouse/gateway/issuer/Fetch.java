package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reads small JSON documents of an issuer, and holds up no thread with it. Follows no redirect, so that it goes nowhere else. */
final class Fetch {

    private static final int MOST_BYTES = 1 << 20;
    private static final int OK = 200;

    private final HttpClient client;
    private final Duration timeout;

    /** The issuer has answered with another status than was hoped for. */
    static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        private Unexpected(String host, int status) {
            super(host + " answered " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    Fetch(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    CompletableFuture<JsonNode> json(URI address) {
        return send(builder(address));
    }

    /** Asks as this client. */
    CompletableFuture<JsonNode> post(URI address, Client as, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        boolean isInForm = as.auth() == Client.Auth.CLIENT_SECRET_POST;
        if (isInForm) {
            all.put("client_id", as.id());
            all.put("client_secret", as.secret());
        }
        String encoded = all.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = builder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded));
        if (!isInForm) {
            String both = encoded(as.id()) + ':' + encoded(as.secret());
            String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + basic);
        }
        return send(request);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder builder(URI address) {
        return HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
    }

    private CompletableFuture<JsonNode> send(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), answer -> new BoundedBody(MOST_BYTES));
        return sent.thenApply(Fetch::read)
                .orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS)
                .whenComplete((json, failure) -> {
                    // One that trickles would go on for ever.
                    if (failure != null) sent.cancel(true);
                });
    }

    private static JsonNode read(HttpResponse<byte[]> answer) {
        try {
            if (answer.statusCode() != OK) {
                throw new Unexpected(answer.uri().getHost(), answer.statusCode());
            }
            return ConfigJson.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
