package io.gatehouse.gateway.openid;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.issuer.Claims;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.TokenCaller;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Whom claims that are believed stand for: a consumer, or the subject and the groups that the issuer names. */
final class OpenidCaller {

    private static final List<String> ISSUER = List.of("iss");

    private final OpenidConfig config;
    private final IdentityIndex identities;

    /** What a consumer is found by. */
    enum By {
        @JsonProperty("id")
        ID,
        @JsonProperty("username")
        USERNAME,
        @JsonProperty("custom_id")
        CUSTOM_ID
    }

    OpenidCaller(OpenidConfig config, IdentityIndex identities) {
        this.config = config;
        this.identities = identities;
    }

    /** Says so for the rest of the request. False if there is no consumer, but there has to be one. */
    boolean calls(Exchange exchange, Claims claims) {
        Consumer consumer = consumer(claims);
        if (consumer == null && !config.consumerClaim().isEmpty() && !config.consumerOptional()) {
            return false;
        }
        String credential = claims.text(config.credentialClaim());
        if (consumer != null) {
            String whole = claims.text(ISSUER) + '\n' + credential;
            UUID id = UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8));
            exchange.authenticated(consumer, id, ClaimHeaders.printable(credential));
            return true;
        }
        List<String> groups = config.authenticatedGroupsClaim().isEmpty()
                ? null
                : List.copyOf(claims.words(config.authenticatedGroupsClaim()));
        new TokenCaller(credential, groups).calls(exchange);
        MultiMap headers = exchange.upstream().headers();
        ClaimHeaders.set(headers, "X-Credential-Identifier", credential);
        ClaimHeaders.set(headers, "X-Authenticated-Groups", groups == null ? null : String.join(", ", groups));
        return true;
    }

    private Consumer consumer(Claims claims) {
        String name = claims.text(config.consumerClaim());
        if (name == null) {
            return null;
        }
        for (By by : config.consumerBy()) {
            Consumer found = switch (by) {
                case CUSTOM_ID -> identities.consumerByCustomId(name);
                case ID -> only(identities.consumer(name), true, name);
                case USERNAME -> only(identities.consumer(name), false, name);
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A name is no id, even if it looks like one. */
    private static Consumer only(Consumer found, boolean byId, String name) {
        boolean isFit =
                found != null && (byId ? found.id().toString().equalsIgnoreCase(name) : name.equals(found.username()));
        return isFit ? found : null;
    }
}
