package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldsBody;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.SecretNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the caller's key, wherever the configuration allows it to be, and takes it out of what goes upstream. */
final class KeyFilter implements Filter {
    private static final int MOST_BODY_BYTES = 1 << 20;

    private static final String BEARER = "bearer ";
    private static final List<String> EMPTY = List.of("");

    private final KeyAuth.Config config;
    private final IdentityIndex identities;
    private final String[] names;
    private final Authentication authentication;
    /** Names that nobody else would take for secrets. */
    private final Set<String> ownNames;

    KeyFilter(KeyAuth.Config config, IdentityIndex identities) {
        this.config = config;
        this.identities = identities;
        this.names = config.keyNames().toArray(String[]::new);
        this.ownNames = SecretNames.unusual(config.keyNames());
        this.authentication = new Authentication(identities, config.anonymous(), "Key", config.realm());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        boolean isPreflight = exchange.request().method().equals("OPTIONS");
        if (isPreflight && !config.runOnPreflight() || authentication.isSettled(exchange)) {
            return DONE;
        }
        Key key = find(exchange);
        if (key == null && config.keyInBody()) {
            return exchange.body(MOST_BODY_BYTES).map(body -> {
                if (!exchange.isAnswered()) {
                    decide(exchange, findInBody(exchange, body));
                }
                return null;
            });
        }
        decide(exchange, key);
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

    private void decide(Exchange exchange, Key key) {
        if (key == null || key.values.equals(EMPTY)) {
            authentication.fail(exchange, "No API key found in request");
            return;
        }
        if (key.values.size() > 1) {
            authentication.fail(exchange, "Duplicate API key found");
            return;
        }
        IdentityIndex.Holder holder = identities.holder(KeyAuth.TYPE, key.values.get(0));
        if (holder == null) {
            authentication.fail(exchange, "Unauthorized");
            return;
        }
        if (config.hideCredentials()) {
            hide(exchange, key);
        }
        exchange.authenticated(holder.consumer(), holder.credentialId());
    }

    /** Where keys are hidden, from every name and place: a second key beside the first would go on to the upstream. */
    private Key find(Exchange exchange) {
        MultiMap headers = exchange.request().headers();
        String query = exchange.request().query();
        Arguments arguments = config.keyInQuery() && query != null ? Arguments.parse(query) : null;
        Key found = null;
        for (String name : names) {
            if (config.keyInHeader() && headers.contains(name)) {
                found = Key.with(found, Place.HEADER, name, headers.getAll(name));
            }
            boolean isFound = found != null && !config.hideCredentials();
            if (!isFound && arguments != null && arguments.has(name)) {
                found = Key.with(found, Place.QUERY, name, arguments.all(name));
            }
            if (found != null && !config.hideCredentials()) {
                return found;
            }
        }
        return found == null && config.keyInBearer() ? bearer(exchange) : found;
    }

    private static Key bearer(Exchange exchange) {
        List<String> values = exchange.request().headers().getAll("authorization");
        boolean isBearer = !values.isEmpty() && values.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (!isBearer) {
            return null;
        }
        List<String> keys = values.size() > 1
                ? values
                : List.of(values.get(0).substring(BEARER.length()).strip());
        return new Key(Place.HEADER, "authorization", keys);
    }

    private Key findInBody(Exchange exchange, Buffer bytes) {
        String type = exchange.request().headers().get("content-type");
        FieldsBody body = FieldsBody.read(type, bytes).orElse(null);
        if (body == null) {
            return null;
        }
        for (String name : names) {
            if (!body.fields().has(name)) {
                continue;
            }
            Key key = new Key(Place.BODY, name, body.texts(name));
            if (config.hideCredentials()) {
                body.fields().remove(name);
                exchange.replaceBody(body.bytes());
            }
            return key;
        }
        return null;
    }

    private static void hide(Exchange exchange, Key key) {
        switch (key.place) {
            case HEADER -> {
                exchange.upstream().headers().remove(key.name);
                Key bearer = bearer(exchange);
                if (bearer != null && bearer.values.equals(key.values)) {
                    exchange.upstream().headers().remove(bearer.name);
                }
            }
            case QUERY -> {
                Arguments arguments = Arguments.parse(exchange.upstream().query());
                arguments.remove(key.name);
                String others = arguments.encoded();
                exchange.upstream().query(others.isEmpty() ? null : others);
            }
            case BODY -> {
                // Taken out when it was found, since the body had to be read for that.
            }
        }
    }

    private enum Place {
        HEADER,
        QUERY,
        BODY
    }

    private record Key(Place place, String name, List<String> values) {

        /** Several of them make no valid key, wherever they stand. */
        static Key with(Key before, Place place, String name, List<String> values) {
            return before == null
                    ? new Key(place, name, values)
                    : new Key(
                            place,
                            name,
                            Stream.concat(before.values.stream(), values.stream())
                                    .toList());
        }
    }
}
