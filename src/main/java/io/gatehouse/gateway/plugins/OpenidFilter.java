package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.credential.SignedToken;
import io.gatehouse.gateway.issuer.BearerTokens;
import io.gatehouse.gateway.issuer.Claims;
import io.gatehouse.gateway.issuer.Introspection;
import io.gatehouse.gateway.issuer.Issuer;
import io.gatehouse.gateway.issuer.IssuerKeys;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.TokenCaller;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Believes a token once its issuer's keys have been there, and asks of it what the operator wants. */
final class OpenidFilter implements Filter {

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    /** Never a shared secret: whoever knows the public key could sign with it. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final String UNREACHABLE = "The issuer of tokens cannot be reached";

    private final Exchange.Slot<Claims> accepted = new Exchange.Slot<>();
    private final OpenidConnect.Config config;
    private final IdentityIndex identities;
    private final InstantSource clock;
    private final Issuer issuer;
    /** Null if nobody is to be asked. */
    private final Introspection introspection;

    private final boolean isBearer;
    private final Authentication authentication;
    private final BearerTokens tokens;

    OpenidFilter(OpenidConnect.Config config, Scope scope, Issuer issuer, Introspection introspection) {
        this.introspection = introspection;
        this.isBearer = config.authMethods().contains("bearer");
        this.config = config;
        this.identities = scope.identities();
        this.clock = scope.clock();
        this.issuer = issuer;
        this.tokens = new BearerTokens(
                config.bearerTokenParamType(), config.hideCredentials(), config.upstreamAccessTokenHeader());
        this.authentication = new Authentication(
                identities,
                config.anonymous(),
                "Bearer",
                URI.create(config.issuer()).getHost());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        // Nobody but the issuer says these, whoever is let through.
        config.upstreamHeadersNames()
                .forEach(name -> exchange.upstream().headers().remove(name));
        boolean isPreflight = exchange.request().method().equals("OPTIONS");
        if (isPreflight && !config.runOnPreflight() || authentication.isSettled(exchange)) {
            return DONE;
        }
        Future<Set<String>> found = tokens.find(exchange);
        if (found.isComplete()) {
            return found.failed() ? found.mapEmpty() : decide(exchange, found.result());
        }
        return found.compose(late -> exchange.isAnswered() ? DONE : decide(exchange, late));
    }

    private Future<Void> decide(Exchange exchange, Set<String> found) {
        if (found.isEmpty()) {
            authentication.fail(exchange, config.unauthorizedErrorMessage());
            return DONE;
        }
        if (found.size() > 1) {
            fail(exchange, "several tokens");
            return DONE;
        }
        String text = found.iterator().next();
        boolean isSigned = text.chars().filter(c -> c == '.').count() == 2;
        if (introspection != null && !(isSigned && isBearer && !config.introspectJwtTokens())) {
            return ask(exchange, text);
        }
        SignedToken token;
        try {
            token = SignedToken.read(text, TYPES);
        } catch (IllegalArgumentException unreadable) {
            fail(exchange, unreadable.getMessage());
            return DONE;
        }
        if (!ALGORITHMS.contains(token.algorithm())) {
            fail(exchange, "invalid alg");
            return DONE;
        }
        Future<IssuerKeys> keys = issuer.keysFor(token, clock.instant().getEpochSecond());
        if (keys.isComplete()) {
            check(exchange, text, token, keys.result());
            return DONE;
        }
        return keys.otherwiseEmpty().map(late -> {
            check(exchange, text, token, late);
            return null;
        });
    }

    /** @param keys null if there are none */
    private void check(Exchange exchange, String text, SignedToken token, IssuerKeys keys) {
        if (keys == null) {
            exchange.refuse(503, UNREACHABLE);
            return;
        }
        if (!keys.haveSigned(token)) {
            fail(exchange, "invalid signature");
            return;
        }
        Claims claims = new Claims(token.claims());
        String wrong = wrongClaim(claims, keys);
        if (wrong != null) {
            fail(exchange, wrong);
            return;
        }
        weigh(exchange, text, claims);
    }

    private Future<Void> ask(Exchange exchange, String text) {
        Future<Optional<Claims>> said = introspection.of(text, clock.instant().getEpochSecond());
        return said.transform(answer -> {
            if (answer.failed()) {
                exchange.refuse(503, UNREACHABLE);
            } else {
                weighSaid(exchange, text, answer.result().orElse(null));
            }
            return DONE;
        });
    }

    /** The issuer has vouched for the rest by answering. */
    private void weighSaid(Exchange exchange, String text, Claims claims) {
        String name = claims == null ? null : claims.text(List.of("iss"));
        boolean isForeign = name != null
                && !config.issuersAllowed().isEmpty()
                && !config.issuersAllowed().contains(name);
        if (claims == null || isForeign) {
            fail(exchange, "not active");
            return;
        }
        String untimely = untimely(claims, false);
        if (untimely != null) {
            fail(exchange, untimely);
            return;
        }
        weigh(exchange, text, claims);
    }

    private void weigh(Exchange exchange, String text, Claims claims) {
        String missing = missing(claims);
        if (missing != null) {
            forbid(exchange, missing);
            return;
        }
        Consumer consumer = consumer(claims);
        if (consumer == null && !config.consumerClaim().isEmpty() && !config.consumerOptional()) {
            forbid(exchange, "no consumer");
            return;
        }
        accept(exchange, text, claims, consumer);
    }

    private String wrongClaim(Claims claims, IssuerKeys keys) {
        String name = claims.text(List.of("iss"));
        boolean isIssuer = config.issuersAllowed().isEmpty()
                ? keys.name().equals(name)
                : name != null && config.issuersAllowed().contains(name);
        if (!isIssuer) {
            return "invalid iss";
        }
        return untimely(claims, true);
    }

    private String untimely(Claims claims, boolean mustExpire) {
        double now = clock.instant().getEpochSecond();
        JsonNode expiry = claims.root().path("exp");
        boolean isEndless = !mustExpire && expiry.isMissingNode();
        if (!isEndless && (!expiry.isNumber() || expiry.doubleValue() + config.leeway() <= now)) {
            return "expired";
        }
        JsonNode beginning = claims.root().path("nbf");
        boolean isEarly = !beginning.isMissingNode()
                && (!beginning.isNumber() || beginning.doubleValue() - config.leeway() > now);
        return isEarly ? "not valid yet" : null;
    }

    /** Null if there is all that is wanted. */
    private String missing(Claims claims) {
        if (config.claimsForbidden().stream().anyMatch(name -> claims.root().has(name))) {
            return "a claim is forbidden";
        }
        if (!claims.meet(config.scopesClaim(), config.scopesRequired())) {
            return "scope";
        }
        if (!claims.meet(config.audienceClaim(), config.audienceRequired())) {
            return "audience";
        }
        if (!claims.meet(config.groupsClaim(), config.groupsRequired())) {
            return "groups";
        }
        return claims.meet(config.rolesClaim(), config.rolesRequired()) ? null : "roles";
    }

    private Consumer consumer(Claims claims) {
        String name = claims.text(config.consumerClaim());
        if (name == null) {
            return null;
        }
        for (OpenidConnect.ConsumerBy by : config.consumerBy()) {
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

    private void accept(Exchange exchange, String text, Claims claims, Consumer consumer) {
        String credential = claims.text(config.credentialClaim());
        MultiMap headers = exchange.upstream().headers();
        if (consumer != null) {
            String whole = claims.text(List.of("iss")) + '\n' + credential;
            exchange.authenticated(
                    consumer, UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)), printable(credential));
        } else {
            List<String> groups = config.authenticatedGroupsClaim().isEmpty()
                    ? null
                    : List.copyOf(claims.words(config.authenticatedGroupsClaim()));
            new TokenCaller(credential, groups).calls(exchange);
            set(headers, "X-Credential-Identifier", credential);
            set(headers, "X-Authenticated-Groups", groups == null ? null : String.join(", ", groups));
        }
        tokens.passOn(exchange, text);
        describe(headers, claims, config.upstreamHeadersClaims(), config.upstreamHeadersNames());
        exchange.attach(accepted, claims);
    }

    private static void describe(MultiMap headers, Claims claims, List<String> names, List<String> headerNames) {
        for (int i = 0; i < names.size(); i++) {
            JsonNode claim = claims.root().path(names.get(i));
            set(headers, headerNames.get(i), claim.isNull() || claim.isMissingNode() ? null : value(claim));
        }
    }

    private static String value(JsonNode claim) {
        return claim.isValueNode() ? claim.asText() : claim.toString();
    }

    private static void set(MultiMap headers, String name, String value) {
        String fit = printable(value);
        if (fit == null || fit.isEmpty()) {
            headers.remove(name);
        } else {
            headers.set(name, fit);
        }
    }

    /** What no header can hold is left out, as half of it would say something else. */
    private static String printable(String value) {
        return value != null && value.chars().allMatch(c -> c >= ' ' && c <= '~') ? value : null;
    }

    private void fail(Exchange exchange, String reason) {
        refuse(exchange, 401, "invalid_token", config.unauthorizedErrorMessage(), reason);
    }

    private void forbid(Exchange exchange, String reason) {
        refuse(exchange, 403, "insufficient_scope", config.forbiddenErrorMessage(), reason);
    }

    private void refuse(Exchange exchange, int status, String error, String message, String reason) {
        String told = config.displayErrors() ? ", error_description=\"" + reason + '"' : "";
        authentication.fail(exchange, "error=\"" + error + '"' + told, () -> exchange.refuse(status, message));
    }

    @Override
    public void onResponse(Exchange exchange) {
        authentication.challenge(exchange);
        Claims claims = exchange.attachment(accepted);
        if (claims != null) {
            describe(
                    exchange.response().headers(),
                    claims,
                    config.downstreamHeadersClaims(),
                    config.downstreamHeadersNames());
        }
    }
}
