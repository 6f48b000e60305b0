package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Exchange;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where tokens stand in a request (RFC 6750), and where the upstream finds them. */
public final class BearerTokens {

    private static final String BEARER = "bearer ";
    private static final String AUTHORIZATION = "authorization";
    private static final List<String> HEADERS = List.of("access-token", "x-access-token");
    private static final String ARGUMENT = "access_token";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_BODY_BYTES = 1 << 20;

    private final Set<Place> places;
    private final boolean hides;
    private final String headerName;
    private final boolean asBearer;

    /** Where a token may stand. */
    public enum Place {
        @JsonProperty("header")
        HEADER,
        @JsonProperty("query")
        QUERY,
        @JsonProperty("body")
        BODY
    }

    /**
     * @param hides whether the upstream gets none of what the client sent
     * @param upstreamHeader in which it gets the token all the same: “name” or “name:bearer”; null for the usual one
     */
    public BearerTokens(List<Place> places, boolean hides, String upstreamHeader) {
        this.places = Set.copyOf(places);
        this.hides = hides;
        String header = upstreamHeader == null && !hides ? AUTHORIZATION + ":bearer" : upstreamHeader;
        asBearer = header != null && header.endsWith(":bearer");
        headerName = header == null ? null : header.replace(":bearer", "");
    }

    /** All of them: a second one beside the first would go on to the upstream. A form is read only if there is none before it. */
    public Future<Set<String>> find(Exchange exchange) {
        Set<String> found = new LinkedHashSet<>();
        MultiMap headers = exchange.request().headers();
        if (places.contains(Place.HEADER)) {
            for (String value : headers.getAll(AUTHORIZATION)) {
                if (isBearer(value)) {
                    found.add(value.substring(BEARER.length()).strip());
                }
            }
            HEADERS.forEach(name -> headers.getAll(name).forEach(value -> found.add(value.strip())));
        }
        if (places.contains(Place.QUERY) && exchange.request().query() != null) {
            found.addAll(Arguments.parse(exchange.request().query()).all(ARGUMENT));
        }
        found.remove("");
        boolean isForm = places.contains(Place.BODY) && isForm(headers.get("content-type"));
        return found.isEmpty() && isForm
                ? exchange.body(MOST_BODY_BYTES).map(body -> inForm(exchange, body))
                : Future.succeededFuture(found);
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private static boolean isForm(String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    private Set<String> inForm(Exchange exchange, Buffer body) {
        Arguments form = Arguments.parse(body.toString());
        Set<String> found = new LinkedHashSet<>(form.all(ARGUMENT));
        found.remove("");
        if (hides && !found.isEmpty()) {
            form.remove(ARGUMENT);
            exchange.replaceBody(Buffer.buffer(form.encoded()));
        }
        return found;
    }

    /** Gives the upstream the token that was accepted, where the operator wants it. */
    public void passOn(Exchange exchange, String token) {
        MultiMap headers = exchange.upstream().headers();
        if (hides) {
            if (headers.getAll(AUTHORIZATION).stream().anyMatch(BearerTokens::isBearer)) {
                headers.remove(AUTHORIZATION);
            }
            HEADERS.forEach(headers::remove);
            String query = exchange.upstream().query();
            if (query != null) {
                Arguments arguments = Arguments.parse(query);
                if (arguments.has(ARGUMENT)) {
                    arguments.remove(ARGUMENT);
                    exchange.upstream().query(arguments.encoded());
                }
            }
        }
        if (headerName != null) {
            headers.set(headerName, asBearer ? "Bearer " + token : token);
        }
    }
}
