package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.issuer.Client.Auth;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a token (RFC 6750) or a client's secret stands in a request, and what of it the upstream finds. */
public final class Credentials {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String AUTHORIZATION = "authorization";
    private static final List<String> TOKEN_HEADERS = List.of("access-token", "x-access-token");
    private static final String TOKEN = "access_token";
    private static final String ID = "client_id";
    private static final String SECRET = "client_secret";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_BODY_BYTES = 1 << 20;

    private final Set<Place> tokens;
    private final Set<Place> clients;
    private final Auth auth;
    private final boolean hides;
    private final String headerName;
    private final boolean asBearer;

    /** Where one looks. */
    public enum Place {
        @JsonProperty("header")
        HEADER,
        @JsonProperty("query")
        QUERY,
        @JsonProperty("body")
        BODY
    }

    /**
     * What there is.
     *
     * @param tokens all of them: a second one beside the first would go on to the upstream
     * @param client null if there is none; not looked for beside a token
     */
    public record Found(Set<String> tokens, Client client) {
        private static final Found NOTHING = new Found(Set.of(), null);
    }

    /**
     * @param tokens where tokens are looked for; empty for nowhere
     * @param clients where ids and secrets are
     * @param auth how these are sent on to the issuer
     * @param hides whether the upstream gets none of what the client sent; a secret it gets in no case
     * @param upstreamHeader in which it gets the token all the same: “name” or “name:bearer”; null for the usual one
     */
    public Credentials(List<Place> tokens, List<Place> clients, Auth auth, boolean hides, String upstreamHeader) {
        this.tokens = Set.copyOf(tokens);
        this.clients = Set.copyOf(clients);
        this.auth = auth;
        this.hides = hides;
        String header = upstreamHeader == null && !hides ? AUTHORIZATION + ":bearer" : upstreamHeader;
        asBearer = header != null && header.endsWith(":bearer");
        headerName = header == null ? null : header.replace(":bearer", "");
    }

    /** A form is read only if there is nothing before it. */
    public Future<Found> find(Exchange exchange) {
        MultiMap headers = exchange.request().headers();
        Arguments query = Arguments.parse(exchange.request().query());
        Set<String> found = tokens(headers, query);
        Client client = found.isEmpty() ? client(exchange, query) : null;
        boolean mayBeInForm = tokens.contains(Place.BODY) || clients.contains(Place.BODY);
        if (!found.isEmpty() || client != null || !mayBeInForm || !isForm(headers.get("content-type"))) {
            return Future.succeededFuture(new Found(found, client));
        }
        return exchange.body(MOST_BODY_BYTES)
                .map(body -> exchange.isAnswered() ? Found.NOTHING : inForm(exchange, body));
    }

    private Set<String> tokens(MultiMap headers, Arguments query) {
        Set<String> found = new LinkedHashSet<>();
        if (tokens.contains(Place.HEADER)) {
            for (String value : headers.getAll(AUTHORIZATION)) {
                if (isOf(BEARER, value)) {
                    found.add(value.substring(BEARER.length()).strip());
                }
            }
            TOKEN_HEADERS.forEach(name -> headers.getAll(name).forEach(value -> found.add(value.strip())));
        }
        if (tokens.contains(Place.QUERY)) {
            found.addAll(query.all(TOKEN));
        }
        found.remove("");
        return found;
    }

    private Client client(Exchange exchange, Arguments query) {
        Client basic = clients.contains(Place.HEADER) ? basic(exchange) : null;
        return basic == null && clients.contains(Place.QUERY) ? client(query) : basic;
    }

    private Client basic(Exchange exchange) {
        String value = Authentication.only(exchange, AUTHORIZATION);
        if (value == null || !isOf(BASIC, value)) {
            return null;
        }
        try {
            byte[] pair =
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            String both = new String(pair, StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? null : client(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private Client client(Arguments arguments) {
        boolean isOne = arguments.all(ID).size() == 1 && arguments.all(SECRET).size() == 1;
        return isOne ? client(arguments.first(ID), arguments.first(SECRET)) : null;
    }

    private Client client(String id, String secret) {
        return id.isEmpty() || secret.isEmpty() ? null : new Client(id, secret, auth);
    }

    private static boolean isOf(String scheme, String value) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static boolean isForm(String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    private Found inForm(Exchange exchange, Buffer body) {
        Arguments form = Arguments.parse(body.toString());
        Set<String> found = new LinkedHashSet<>();
        if (tokens.contains(Place.BODY)) {
            found.addAll(form.all(TOKEN));
            found.remove("");
        }
        Client client = found.isEmpty() && clients.contains(Place.BODY) ? client(form) : null;
        if (remove(form, hides && !found.isEmpty(), client != null)) {
            exchange.replaceBody(Buffer.buffer(form.encoded()));
        }
        return new Found(found, client);
    }

    /**
     * Gives the upstream the token that was accepted, where the operator wants it.
     *
     * @param found what it was accepted for
     */
    public void passOn(Exchange exchange, Found found, String token) {
        MultiMap headers = exchange.upstream().headers();
        if (hides) {
            removeAuthorization(headers, BEARER);
            TOKEN_HEADERS.forEach(headers::remove);
        }
        boolean isForSecret = found.client != null;
        if (isForSecret) {
            removeAuthorization(headers, BASIC);
        }
        Arguments query = Arguments.parse(exchange.upstream().query());
        if (remove(query, hides, isForSecret)) {
            exchange.upstream().query(query.names().isEmpty() ? null : query.encoded());
        }
        if (headerName != null) {
            headers.set(headerName, asBearer ? "Bearer " + token : token);
        }
    }

    private static void removeAuthorization(MultiMap headers, String scheme) {
        if (headers.getAll(AUTHORIZATION).stream().anyMatch(value -> isOf(scheme, value))) {
            headers.remove(AUTHORIZATION);
        }
    }

    private static boolean remove(Arguments arguments, boolean tokenToo, boolean secretToo) {
        int before = arguments.names().size();
        if (tokenToo) {
            arguments.remove(TOKEN);
        }
        if (secretToo) {
            arguments.remove(ID);
            arguments.remove(SECRET);
        }
        return arguments.names().size() < before;
    }
}
