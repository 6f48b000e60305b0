package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.credential.SignedToken;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
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

    /** What an issuer can be asked beside its keys. */
    enum Endpoint {
        INTROSPECTION("introspection_endpoint"),
        TOKEN("token_endpoint");

        private final String field;

        Endpoint(String field) {
            this.field = field;
        }
    }

    /** Seconds since the epoch. */
    private record State(IssuerKeys keys, long expiresAt, long nextReadingAt) {}

    public Issuer(Source source) {
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

    /** The given one; otherwise the one of the discovery document. Fails if there is none, or if the issuer was never reached. */
    CompletableFuture<URI> endpoint(Endpoint endpoint, URI given, long now) {
        if (given != null) {
            return CompletableFuture.completedFuture(given);
        }
        State known = state;
        boolean isToBeRead = now >= known.nextReadingAt && (known.keys == null || now >= known.expiresAt);
        CompletableFuture<IssuerKeys> reading = underWay.get();
        if (reading == null) {
            reading = isToBeRead ? read(now) : CompletableFuture.completedFuture(known.keys);
        }
        return reading.thenApply(keys -> {
            if (keys == null || !keys.endpoints().containsKey(endpoint)) {
                throw new IllegalStateException("the issuer has told no " + endpoint.field);
            }
            return keys.endpoints().get(endpoint);
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
        CompletableFuture<URI> document = CompletableFuture.completedFuture(source.document());
        document.thenCompose(fetch::json).thenCompose(this::keys).whenComplete((keys, failure) -> {
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
        String address = document.path("jwks_uri").asText();
        if (!isAsSafe(address)) {
            return CompletableFuture.failedFuture(
                    new IOException("the keys of the issuer are not at an https address"));
        }
        Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            String told = document.path(endpoint.field).asText("");
            if (!told.isEmpty() && isAsSafe(told)) {
                endpoints.put(endpoint, URI.create(told));
            }
        }
        return fetch.json(URI.create(address)).thenApply(keySet -> IssuerKeys.of(name, endpoints, keySet));
    }

    /** What was asked for in confidence must not be answered by a pointer to what anybody on the way can read or change. */
    private boolean isAsSafe(String address) {
        return address.startsWith("https:") || !source.address.startsWith("https:");
    }
}
