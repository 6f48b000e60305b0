package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads small JSON documents of an issuer, on threads of its own. Follows no redirect, so that it goes nowhere else. */
final class Fetch {

    private static final int MOST_BYTES = 1 << 20;
    private static final int OK = 200;

    private final HttpClient client;
    private final Duration timeout;

    Fetch(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    CompletableFuture<JsonNode> json(URI address) {
        return send(address, request -> {});
    }

    /** Asks about a token as this client. */
    CompletableFuture<JsonNode> post(URI address, Introspection.Client as, String token) {
        String question = "token=" + encoded(token) + "&token_type_hint=access_token";
        String form = as.isInForm()
                ? question + "&client_id=" + encoded(as.id()) + "&client_secret=" + encoded(as.secret())
                : question;
        return send(address, request -> {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
            if (!as.isInForm()) {
                String both = encoded(as.id()) + ':' + encoded(as.secret());
                request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
            }
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private CompletableFuture<JsonNode> send(URI address, Consumer<HttpRequest.Builder> more) {
        HttpRequest request;
        try {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
            more.accept(builder);
            request = builder.build();
        } catch (IllegalArgumentException unfit) {
            return CompletableFuture.failedFuture(unfit);
        }
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(Fetch::read)
                .orTimeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    }

    private static JsonNode read(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != OK) {
                throw new IOException(answer.uri().getHost() + " answered " + answer.statusCode());
            }
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(answer.uri().getHost() + " answered with more than 1 MiB");
            }
            return ConfigJson.MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
