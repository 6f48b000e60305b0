package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(address)
                    .timeout(timeout)
                    .header("Accept", "application/json")
                    .build();
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
