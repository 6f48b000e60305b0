package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.issuer.Answers.Answer;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the issuer what a token is worth that does not say so itself (RFC 7662). */
public final class Introspection {

    private final Source source;
    private final Answers<Claims> answers = new Answers<>();

    /**
     * @param client whom the issuer takes the gateway for
     * @param endpoint null for the one that the discovery document names
     * @param cacheTtl most seconds for which an answer is kept; 0 to ask each time
     */
    public record Source(Issuer issuer, Client client, URI endpoint, long cacheTtl) {}

    public Introspection(Source source) {
        this.source = source;
    }

    /** What the issuer says of the token; empty if it is worth nothing. Comes back to the event loop that asked. */
    public Future<Optional<Claims>> of(String token, long now) {
        return answers.of(token, now, () -> ask(token, now));
    }

    private CompletableFuture<Answer<Claims>> ask(String token, long now) {
        Map<String, String> question = Map.of("token", token, "token_type_hint", "access_token");
        return source.issuer
                .endpoint(Issuer.Endpoint.INTROSPECTION, source.endpoint, now)
                .thenCompose(address -> source.issuer.fetch().post(address, source.client, question))
                .thenApply(said -> new Answer<>(claims(said), now + source.cacheTtl));
    }

    private static Optional<Claims> claims(JsonNode said) {
        JsonNode active = said.path("active");
        return active.isBoolean() && active.booleanValue() ? Optional.of(new Claims(said)) : Optional.empty();
    }
}
