package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the issuer what a token is worth that does not say so itself (RFC 7662). Answers are remembered by a digest of the token, so
 * that this process holds none; and only so many questions are open at a time, whatever strangers send.
 */
public final class Introspection {

    private static final int MOST_KEPT = 10_000;
    private static final int MOST_OPEN = 256;

    private final Issuer issuer;
    private final Client client;
    private final URI endpoint;
    private final long cacheTtl;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /**
     * Whom the issuer takes the gateway for.
     *
     * @param isInForm whether the secret is sent in the form, and not in the header
     */
    public record Client(String id, String secret, boolean isInForm) {
        /** A secret must never get into a log by accident. */
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /** @param claims empty for a token that is worth nothing */
    private record Kept(Optional<Claims> claims, long until) {}

    /**
     * @param endpoint null for the one that the discovery document names
     * @param cacheTtl most seconds for which an answer is kept; 0 to ask each time
     */
    public Introspection(Issuer issuer, Client client, URI endpoint, long cacheTtl) {
        this.issuer = issuer;
        this.client = client;
        this.endpoint = endpoint;
        this.cacheTtl = cacheTtl;
    }

    /** What the issuer says of the token; empty if it is worth nothing. Comes back to the event loop that asked. */
    public Future<Optional<Claims>> of(String token, long now) {
        String digest = digest(token);
        Kept known = kept.get(digest);
        if (known != null && now < known.until) {
            return Future.succeededFuture(known.claims);
        }
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            return Future.failedFuture("too many tokens are being asked about");
        }
        CompletableFuture<URI> where =
                endpoint == null ? issuer.introspectionEndpoint(now) : CompletableFuture.completedFuture(endpoint);
        return Issuer.onThisLoop(where.thenCompose(address -> issuer.fetch().post(address, client, token))
                .thenApply(answer -> read(digest, answer, now))
                .whenComplete((answer, failure) -> open.decrementAndGet()));
    }

    private Optional<Claims> read(String digest, JsonNode answer, long now) {
        JsonNode active = answer.path("active");
        Optional<Claims> claims =
                active.isBoolean() && active.booleanValue() ? Optional.of(new Claims(answer)) : Optional.empty();
        if (cacheTtl > 0) {
            if (kept.size() >= MOST_KEPT) {
                kept.values().removeIf(old -> old.until <= now);
            }
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(digest, new Kept(claims, now + cacheTtl));
        }
        return claims;
    }

    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
