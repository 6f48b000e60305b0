package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.credential.SignedToken;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who signs tokens. Its keys are read when the first token comes and kept for a while; a token with an unknown key has them
 * read again, but not more often than the operator says, or strangers could have the issuer called as they like. While it cannot
 * be reached, the keys that are known stay good.
 */
public final class Issuer {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final long SECONDS_AFTER_FAILURE = 5;

    private final Source source;
    private final Fetch fetch;
    private final AtomicReference<CompletableFuture<IssuerKeys>> underWay = new AtomicReference<>();
    private volatile State state = new State(null, Long.MIN_VALUE, Long.MIN_VALUE);

    /**
     * @param address with or without the path of the discovery document
     * @param cacheTtl seconds for which keys are kept
     * @param rediscoveryLifetime fewest seconds between two readings
     */
    public record Source(String address, long cacheTtl, long rediscoveryLifetime, Duration timeout) {

        private URI document() {
            String trimmed = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
            return URI.create(trimmed.contains("/.well-known/") ? trimmed : trimmed + WELL_KNOWN);
        }
    }

    /** Seconds since the epoch. */
    private record State(IssuerKeys keys, long expiresAt, long nextReadingAt) {}

    Issuer(Source source) {
        this.source = source;
        this.fetch = new Fetch(source.timeout());
    }

    /** The keys to check this token with. Comes back to the event loop that asked; fails if the issuer was never reached. */
    public Future<IssuerKeys> keysFor(SignedToken token, long now) {
        State known = state;
        if (known.keys != null && now < known.expiresAt && known.keys.know(token)) {
            return Future.succeededFuture(known.keys);
        }
        CompletableFuture<IssuerKeys> reading = underWay.get();
        if (reading == null && now < known.nextReadingAt) {
            return known.keys == null
                    ? Future.failedFuture("the issuer could not be reached a moment ago")
                    : Future.succeededFuture(known.keys);
        }
        return onThisLoop(reading == null ? read(now) : reading);
    }

    /** Fails if there is none, or if the issuer was never reached. */
    CompletableFuture<URI> introspectionEndpoint(long now) {
        State known = state;
        boolean isToBeRead = known.keys == null ? now >= known.nextReadingAt : now >= known.expiresAt;
        CompletableFuture<IssuerKeys> reading = underWay.get();
        if (reading == null) {
            reading = isToBeRead && now >= known.nextReadingAt
                    ? read(now)
                    : CompletableFuture.completedFuture(known.keys);
        }
        return reading.thenApply(keys -> {
            if (keys == null || keys.introspection() == null) {
                throw new IllegalStateException("the issuer has told no address for introspection");
            }
            return keys.introspection();
        });
    }

    Fetch fetch() {
        return fetch;
    }

    static <T> Future<T> onThisLoop(CompletionStage<T> stage) {
        Context loop = Vertx.currentContext();
        return loop == null ? Future.fromCompletionStage(stage) : Future.fromCompletionStage(stage, loop);
    }

    private CompletableFuture<IssuerKeys> read(long now) {
        CompletableFuture<IssuerKeys> mine = new CompletableFuture<>();
        CompletableFuture<IssuerKeys> other = underWay.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        State meanwhile = state;
        if (meanwhile.keys != null && now < meanwhile.nextReadingAt && now < meanwhile.expiresAt) {
            underWay.set(null);
            mine.complete(meanwhile.keys);
            return mine;
        }
        fetch.json(source.document()).thenCompose(this::keys).whenComplete((keys, failure) -> {
            IssuerKeys before = state.keys;
            IssuerKeys after = failure == null ? keys : before;
            long pause = failure == null
                    ? source.rediscoveryLifetime
                    : Math.min(SECONDS_AFTER_FAILURE, source.rediscoveryLifetime);
            long expiresAt = failure == null ? now + source.cacheTtl : state.expiresAt;
            state = new State(after, expiresAt, now + pause);
            underWay.set(null);
            if (after == null) {
                mine.completeExceptionally(failure);
            } else {
                mine.complete(after);
            }
        });
        return mine;
    }

    private CompletionStage<IssuerKeys> keys(JsonNode document) {
        String name = document.path("issuer").asText(source.address);
        URI address = URI.create(document.path("jwks_uri").asText());
        String endpoint = document.path("introspection_endpoint").asText("");
        boolean isSecret = endpoint.startsWith("https:") || !source.address.startsWith("https:");
        URI introspection = endpoint.isEmpty() || !isSecret ? null : URI.create(endpoint);
        // What was asked for in confidence must not be answered by a pointer to what anybody on the way can change.
        if (source.address.startsWith("https:") && !"https".equals(address.getScheme())) {
            return CompletableFuture.failedFuture(
                    new IOException("the keys of the issuer are not at an https address"));
        }
        return fetch.json(address).thenApply(keySet -> IssuerKeys.of(name, introspection, keySet));
    }
}
