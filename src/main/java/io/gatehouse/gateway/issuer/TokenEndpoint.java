package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.issuer.Answers.Answer;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Gets tokens from the issuer for callers who have an id and a secret there (RFC 6749, 4.4). */
public final class TokenEndpoint {

    /** A token is not used up to its end, as the upstream may look at it a while later; one that ends soon for most of its time. */
    private static final long SECONDS_LEFT = 30;

    private static final long SECONDS_REFUSED = 5;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private final Source source;
    private final Answers<Granted> answers = new Answers<>();

    /**
     * @param endpoint null for the one that the discovery document names
     * @param scope what is asked for, blank-separated; empty for the issuer's own choice
     * @param arguments more to send, such as an audience
     * @param cacheTtl most seconds for which a token is kept; 0 to ask each time
     */
    public record Source(Issuer issuer, URI endpoint, String scope, Map<String, String> arguments, long cacheTtl) {}

    /**
     * A token, and what is known of its holder if the token itself does not say.
     *
     * @param claims subject and scope, as a signed token of this kind would name them (RFC 9068, 2.2)
     */
    public record Granted(String token, Claims claims) {
        /** A token must never get into a log by accident. */
        @Override
        public String toString() {
            return "Granted[]";
        }
    }

    public TokenEndpoint(Source source) {
        this.source = source;
    }

    /** Empty if the issuer does not know the client by this secret. Comes back to the event loop that asked. */
    public Future<Optional<Granted>> tokenFor(Client client, long now) {
        // With its length, or id and secret could be cut at another place.
        String both = client.id().length() + ":" + client.id() + client.secret();
        return answers.of(both, now, () -> ask(client, now));
    }

    private CompletableFuture<Answer<Granted>> ask(Client client, long now) {
        Map<String, String> form = new LinkedHashMap<>(source.arguments);
        form.put("grant_type", "client_credentials");
        if (!source.scope.isEmpty()) {
            form.put("scope", source.scope);
        }
        return source.issuer
                .endpoint(Issuer.Endpoint.TOKEN, source.endpoint, now)
                .thenCompose(address -> source.issuer.fetch().post(address, client, form))
                .thenApply(said -> granted(client, said, now))
                .exceptionally(failure -> refused(failure, now));
    }

    private Answer<Granted> granted(Client client, JsonNode said, long now) {
        String token = said.path("access_token").asText("");
        if (token.isEmpty() || !said.path("token_type").asText("Bearer").equalsIgnoreCase("Bearer")) {
            throw new IllegalStateException("the issuer has answered without a bearer token");
        }
        ObjectNode claims = ConfigJson.MAPPER.createObjectNode();
        claims.put("sub", client.id()).put("client_id", client.id());
        claims.put("scope", said.path("scope").asText(source.scope));
        long lifetime = said.path("expires_in").asLong(0);
        long kept = Math.min(lifetime - Math.min(SECONDS_LEFT, lifetime / 4), source.cacheTtl);
        return new Answer<>(Optional.of(new Granted(token, new Claims(claims))), now + kept);
    }

    private static Answer<Granted> refused(Throwable failure, long now) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Fetch.Unexpected answer && REFUSALS.contains(answer.status())) {
            return new Answer<>(Optional.empty(), now + SECONDS_REFUSED);
        }
        throw new CompletionException(cause);
    }
}
