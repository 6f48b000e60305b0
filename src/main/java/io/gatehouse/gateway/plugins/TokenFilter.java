package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.credential.IdentityIndex.Holder;
import io.gatehouse.gateway.credential.SignedToken;
import io.gatehouse.gateway.credential.TokenKey;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.SecretNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the caller's token, and believes it once its signature and its times are in order. */
final class TokenFilter implements Filter {

    private static final String BEARER = "bearer ";
    private static final String INVALID = "error=\"invalid_token\"";

    private final Jwt.Config config;
    private final IdentityIndex identities;
    private final InstantSource clock;
    private final Authentication authentication;
    /** Names that nobody else would take for secrets. */
    private final Set<String> ownNames;

    TokenFilter(Jwt.Config config, Scope scope) {
        this.config = config;
        this.identities = scope.identities();
        this.clock = scope.clock();
        this.ownNames = SecretNames.unusual(config.uriParamNames(), config.headerNames());
        this.authentication = new Authentication(identities, config.anonymous(), "Bearer", config.realm());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        boolean isPreflight = exchange.request().method().equals("OPTIONS");
        if (isPreflight && !config.runOnPreflight() || authentication.isSettled(exchange)) {
            return DONE;
        }
        Set<String> tokens = tokens(exchange.request());
        if (tokens.isEmpty()) {
            authentication.fail(exchange, "Unauthorized");
        } else if (tokens.size() > 1) {
            fail(exchange, "Multiple tokens provided");
        } else {
            check(exchange, tokens.iterator().next());
        }
        return DONE;
    }

    @Override
    public void onResponse(Exchange exchange) {
        authentication.challenge(exchange);
    }

    /** Before any log plugin, and also when somebody else answered first. */
    @Override
    public void onLog(Exchange exchange) {
        SecretNames.tell(exchange, ownNames);
    }

    private Set<String> tokens(Exchange.Request request) {
        Set<String> tokens = new LinkedHashSet<>();
        if (request.query() != null) {
            Arguments arguments = Arguments.parse(request.query());
            config.uriParamNames().forEach(name -> tokens.addAll(arguments.all(name)));
        }
        if (!config.cookieNames().isEmpty()) {
            for (String header : request.headers().getAll("cookie")) {
                for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(header)) {
                    if (config.cookieNames().contains(cookie.name())) {
                        tokens.add(cookie.value());
                    }
                }
            }
        }
        for (String name : config.headerNames()) {
            for (String value : request.headers().getAll(name)) {
                if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                    tokens.add(value.substring(BEARER.length()).strip());
                }
            }
        }
        tokens.remove("");
        return tokens;
    }

    private void check(Exchange exchange, String text) {
        SignedToken token;
        try {
            token = SignedToken.read(text);
        } catch (IllegalArgumentException unreadable) {
            fail(exchange, "Bad token; " + unreadable.getMessage());
            return;
        }
        String claim = config.keyClaimName();
        JsonNode named = token.claim(claim).isValueNode() ? token.claim(claim) : token.header(claim);
        if (named.isMissingNode() || named.isNull()) {
            fail(exchange, "No mandatory '" + claim + "' in claims");
            return;
        }
        String key = named.asText();
        if (key.isEmpty()) {
            fail(exchange, "Invalid '" + claim + "' in claims");
            return;
        }
        Holder holder = identities.holder(Jwt.TYPE, key);
        if (holder == null) {
            fail(exchange, "No credentials found for given '" + claim + "'");
            return;
        }
        TokenKey secret = (TokenKey) holder.proof();
        if (!secret.algorithm().equals(token.algorithm())) {
            fail(exchange, "Invalid algorithm");
            return;
        }
        if (!token.isSignedWith(secret, config.secretIsBase64())) {
            fail(exchange, "Invalid signature");
            return;
        }
        ObjectNode broken = brokenClaims(token);
        if (broken.isEmpty()) {
            exchange.authenticated(holder.consumer(), holder.credentialId(), key);
        } else {
            authentication.fail(exchange, INVALID, () -> tell(exchange, broken));
        }
    }

    private ObjectNode brokenClaims(SignedToken token) {
        ObjectNode broken = JsonNodeFactory.instance.objectNode();
        double now = clock.instant().getEpochSecond();
        if (config.verifies(Jwt.Claim.EXP)) {
            JsonNode expiry = token.claim("exp");
            if (!expiry.isNumber()) {
                broken.put("exp", "must be a number");
            } else if (expiry.doubleValue() <= now) {
                broken.put("exp", "token expired");
            } else if (config.maximumExpiration() > 0 && expiry.doubleValue() - now > config.maximumExpiration()) {
                broken.put("exp", "exceeds maximum allowed expiration");
            }
        }
        if (config.verifies(Jwt.Claim.NBF)) {
            JsonNode beginning = token.claim("nbf");
            if (!beginning.isNumber()) {
                broken.put("nbf", "must be a number");
            } else if (beginning.doubleValue() > now) {
                broken.put("nbf", "token not valid yet");
            }
        }
        return broken;
    }

    private void fail(Exchange exchange, String message) {
        authentication.fail(exchange, INVALID, () -> exchange.refuse(401, message));
    }

    private static void tell(Exchange exchange, ObjectNode broken) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.set("Content-Type", "application/json; charset=utf-8");
        exchange.respond(401, headers, Buffer.buffer(broken.toString()));
    }
}
