package io.gatehouse.gateway.openid;

import static io.gatehouse.gateway.openid.OpenidMethods.BEARER;

import io.gatehouse.gateway.credential.SignedToken;
import io.gatehouse.gateway.issuer.Claims;
import io.gatehouse.gateway.issuer.Credentials;
import io.gatehouse.gateway.issuer.Credentials.Found;
import io.gatehouse.gateway.issuer.Introspection;
import io.gatehouse.gateway.issuer.Issuer;
import io.gatehouse.gateway.issuer.IssuerKeys;
import io.gatehouse.gateway.issuer.TokenEndpoint;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Believes a token once its issuer's keys, or the issuer itself, have been there, and asks of it what the operator wants. */
public final class OpenidFilter implements Filter {

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    /** Never a shared secret: whoever knows the public key could sign with it. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final int MOST_CHARACTERS = 16 << 10;

    private final Exchange.Slot<Claims> accepted = new Exchange.Slot<>();
    private final OpenidConfig config;
    private final InstantSource clock;
    private final Sources sources;
    private final boolean isBearer;
    private final Authentication authentication;
    private final Credentials credentials;
    private final OpenidRules rules;
    private final OpenidCaller caller;
    private final ClaimHeaders toUpstream;
    private final ClaimHeaders toClient;

    /**
     * Who says what a credential is worth.
     *
     * @param introspection null if nobody is asked about tokens
     * @param endpoint null if nobody is asked for them
     */
    public record Sources(Issuer issuer, Introspection introspection, TokenEndpoint endpoint) {}

    public OpenidFilter(OpenidConfig config, Scope scope, Sources sources) {
        this.config = config;
        this.clock = scope.clock();
        this.sources = sources;
        this.isBearer = config.takes(BEARER);
        this.credentials = new Credentials(
                isBearer || sources.introspection != null ? config.bearerTokenParamType() : List.of(),
                sources.endpoint != null ? config.clientCredentialsParamType() : List.of(),
                config.authAtTokenEndpoint(),
                config.hideCredentials(),
                config.upstreamAccessTokenHeader());
        String realm = URI.create(config.issuer()).getHost();
        this.authentication = new Authentication(scope.identities(), config.anonymous(), "Bearer", realm);
        this.rules = new OpenidRules(config);
        this.caller = new OpenidCaller(config, scope.identities());
        this.toUpstream = new ClaimHeaders(config.upstreamHeadersClaims(), config.upstreamHeadersNames());
        this.toClient = new ClaimHeaders(config.downstreamHeadersClaims(), config.downstreamHeadersNames());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        // Nobody but the issuer says these, whoever is let through.
        toUpstream.removeFrom(exchange.upstream().headers());
        boolean isPreflight = exchange.request().method().equals("OPTIONS");
        if (isPreflight && !config.runOnPreflight() || authentication.isSettled(exchange)) {
            return DONE;
        }
        Future<Found> found = credentials.find(exchange);
        if (found.isComplete()) {
            return found.failed() ? found.mapEmpty() : decide(exchange, found.result());
        }
        return found.compose(late -> exchange.isAnswered() ? DONE : decide(exchange, late));
    }

    private Future<Void> decide(Exchange exchange, Found found) {
        if (found.client() != null) {
            return answered(
                    exchange,
                    sources.endpoint.tokenFor(found.client(), now()),
                    "unknown client",
                    granted -> new Trial(exchange, found, granted.token(), granted.claims()).begin());
        }
        if (found.tokens().isEmpty()) {
            authentication.fail(exchange, config.unauthorizedErrorMessage());
            return DONE;
        }
        if (found.tokens().size() > 1) {
            fail(exchange, "several tokens");
            return DONE;
        }
        return new Trial(exchange, found, found.tokens().iterator().next(), null).begin();
    }

    private <T> Future<Void> answered(
            Exchange exchange, Future<Optional<T>> said, String refusal, Function<T, Future<Void>> next) {
        return said.transform(answer -> {
            if (answer.failed()) {
                unreachable(exchange);
            } else if (answer.result().isEmpty()) {
                fail(exchange, refusal);
            } else {
                return next.apply(answer.result().get());
            }
            return DONE;
        });
    }

    /** One token, until it is believed or not. */
    private final class Trial {

        private final Exchange exchange;
        private final Found found;
        private final String text;
        private final Claims granted;

        /** @param granted what is known of its holder, as the issuer has just given it to us; null if a caller has sent it */
        Trial(Exchange exchange, Found found, String text, Claims granted) {
            this.exchange = exchange;
            this.found = found;
            this.text = text;
            this.granted = granted;
        }

        Future<Void> begin() {
            boolean isSigned = text.chars().filter(c -> c == '.').count() == 2;
            boolean mayBeRead = isSigned && (isBearer || granted != null) && !config.introspectJwtTokens();
            if (text.length() > MOST_CHARACTERS) {
                fail(exchange, "too long");
            } else if (sources.introspection != null && !mayBeRead) {
                return answered(exchange, sources.introspection.of(text, now()), "not active", this::weighSaid);
            } else if (granted != null && !isSigned) {
                weigh(granted);
            } else {
                return read();
            }
            return DONE;
        }

        private Future<Void> read() {
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
            Future<IssuerKeys> keys = sources.issuer.keysFor(token, now());
            if (keys.isComplete()) {
                check(token, keys.result());
                return DONE;
            }
            return keys.otherwiseEmpty().map(late -> {
                check(token, late);
                return null;
            });
        }

        /** @param keys null if there are none */
        private void check(SignedToken token, IssuerKeys keys) {
            if (keys == null) {
                unreachable(exchange);
                return;
            }
            if (!keys.haveSigned(token)) {
                fail(exchange, "invalid signature");
                return;
            }
            Claims claims = new Claims(token.claims());
            String wrong = rules.wrong(claims, keys, now());
            if (wrong != null) {
                fail(exchange, wrong);
                return;
            }
            weigh(claims);
        }

        private Future<Void> weighSaid(Claims claims) {
            String wrong = rules.wrong(claims, now());
            if (wrong != null) {
                fail(exchange, wrong);
            } else {
                weigh(claims);
            }
            return DONE;
        }

        private void weigh(Claims claims) {
            String missing = rules.missing(claims);
            if (missing != null) {
                forbid(exchange, missing);
                return;
            }
            if (!caller.calls(exchange, claims)) {
                forbid(exchange, "no consumer");
                return;
            }
            credentials.passOn(exchange, found, text);
            toUpstream.describe(claims, exchange.upstream().headers());
            exchange.attach(accepted, claims);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static void unreachable(Exchange exchange) {
        exchange.refuse(503, "The issuer of tokens cannot be reached");
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
            toClient.describe(claims, exchange.response().headers());
        }
    }
}
