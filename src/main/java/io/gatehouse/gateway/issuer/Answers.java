package io.gatehouse.gateway.issuer;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What an issuer has said of secrets. Kept by their digests, so that this process holds none; asked for once, however many callers
 * wait for it; and only so many questions are open at a time, whatever strangers send. Refusals are kept apart: guesses, of which
 * there may be any number, push out no good answer.
 */
final class Answers<T> {

    private static final int MOST_KEPT = 10_000;
    private static final int MOST_OPEN = 256;

    private final Map<String, Answer<T>> good = new ConcurrentHashMap<>();
    private final Map<String, Answer<T>> refused = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Optional<T>>> open = new ConcurrentHashMap<>();

    /**
     * @param value empty for a refusal
     * @param until seconds since the epoch; in the past for an answer that is not to be kept
     */
    record Answer<T>(Optional<T> value, long until) {}

    /** Comes back to the event loop that asked. */
    Future<Optional<T>> of(String secret, long now, Supplier<? extends CompletionStage<Answer<T>>> ask) {
        String digest = digest(secret);
        Answer<T> known = good.getOrDefault(digest, refused.get(digest));
        if (known != null && now < known.until) {
            return Future.succeededFuture(known.value);
        }
        CompletableFuture<Optional<T>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<T>> other = open.putIfAbsent(digest, mine);
        if (other != null) {
            return Issuer.onThisLoop(other);
        }
        if (open.size() > MOST_OPEN) {
            open.remove(digest);
            mine.completeExceptionally(new IllegalStateException("too many questions are open"));
            return Issuer.onThisLoop(mine);
        }
        ask.get().whenComplete((answer, failure) -> {
            if (failure == null) {
                boolean isGood = answer.value.isPresent();
                (isGood ? refused : good).remove(digest);
                keep(isGood ? good : refused, digest, answer, now);
            }
            open.remove(digest);
            if (failure == null) {
                mine.complete(answer.value);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return Issuer.onThisLoop(mine);
    }

    private void keep(Map<String, Answer<T>> kept, String digest, Answer<T> answer, long now) {
        if (answer.until <= now) {
            return;
        }
        if (kept.size() >= MOST_KEPT) {
            kept.values().removeIf(old -> old.until <= now);
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(digest, answer);
    }

    private static String digest(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
