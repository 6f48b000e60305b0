package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldsBody;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.stream.Stream;

/** Asks every caller for an API key. */
public final class KeyAuth implements Plugin<KeyAuth.Config> {

    static final String TYPE = "key-auth";

    private static final int PRIORITY = 1250;
    private static final int MOST_BODY_BYTES = 1 << 20;

    @Doc("Lets only requests with a known API key through, and says whose key it is.")
    public record Config(
            @Doc("Names under which a key may come; the first one that a request has decides.") @NotEmpty
            List<@NotBlank String> keyNames,

            @Doc("Looks for the key in a header.") Boolean keyInHeader,
            @Doc("Looks for the key in the query string.") Boolean keyInQuery,

            @Doc("Looks for the key in a form or JSON body of at most 1 MiB, which is then read into memory.")
            Boolean keyInBody,

            @Doc("Also accepts the key as “Authorization: Bearer”, when none of the names was there.")
            Boolean keyInBearer,

            @Doc("Takes the key out before the request goes upstream.")
            Boolean hideCredentials,

            @Doc(
                    "Username or id of the consumer that stands for everybody without a valid key; without it they are refused.")
            String anonymous,

            @Doc("Named in the WWW-Authenticate header of a refusal.")
            String realm,

            @Doc("Also asks OPTIONS requests for a key; browsers send their preflights without one.")
            Boolean runOnPreflight) {

        public Config {
            keyNames = keyNames == null ? List.of("apikey") : List.copyOf(keyNames);
            keyInHeader = keyInHeader == null ? Boolean.TRUE : keyInHeader;
            keyInQuery = keyInQuery == null ? Boolean.TRUE : keyInQuery;
            keyInBody = keyInBody == null ? Boolean.FALSE : keyInBody;
            keyInBearer = keyInBearer == null ? Boolean.FALSE : keyInBearer;
            hideCredentials = hideCredentials == null ? Boolean.TRUE : hideCredentials;
            runOnPreflight = runOnPreflight == null ? Boolean.TRUE : runOnPreflight;
        }
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new KeyFilter(config, scope.identities());
    }

    private static final class KeyFilter implements Filter {

        private static final String BEARER = "bearer ";
        private static final List<String> EMPTY = List.of("");
        private static final Exchange.Slot<Boolean> REFUSED = new Exchange.Slot<>();

        private final Config config;
        private final IdentityIndex identities;
        private final String[] names;
        private final String challenge;

        KeyFilter(Config config, IdentityIndex identities) {
            this.config = config;
            this.identities = identities;
            this.names = config.keyNames().toArray(String[]::new);
            this.challenge = config.realm() == null
                    ? "Key"
                    : "Key realm=\"" + config.realm().replace("\"", "") + '"';
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            if (!config.runOnPreflight() && exchange.request().method().equals("OPTIONS")) {
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
            if (exchange.attachment(REFUSED) != null && exchange.response().status() == 401) {
                exchange.response().headers().set("WWW-Authenticate", challenge);
            }
        }

        private void decide(Exchange exchange, Key key) {
            if (key == null || key.values.equals(EMPTY)) {
                fail(exchange, "No API key found in request");
                return;
            }
            if (key.values.size() > 1) {
                fail(exchange, "Duplicate API key found");
                return;
            }
            IdentityIndex.Holder holder = identities.holder(TYPE, key.values.get(0));
            if (holder == null) {
                fail(exchange, "Unauthorized");
                return;
            }
            if (config.hideCredentials()) {
                hide(exchange, key);
            }
            exchange.authenticated(holder.consumer(), holder.credentialId());
        }

        private void fail(Exchange exchange, String message) {
            if (config.anonymous() == null) {
                exchange.attach(REFUSED, Boolean.TRUE);
                exchange.refuse(401, message);
                return;
            }
            if (exchange.consumer() != null) {
                return;
            }
            Consumer anonymous = identities.consumer(config.anonymous());
            if (anonymous == null) {
                exchange.refuse(500, "anonymous consumer " + config.anonymous() + " is configured but doesn't exist");
                return;
            }
            exchange.authenticated(anonymous, null);
        }

        /** From every name and place: a second key beside the first would go on to the upstream. */
        private Key find(Exchange exchange) {
            MultiMap headers = exchange.request().headers();
            String query = exchange.request().query();
            Arguments arguments = config.keyInQuery() && query != null ? Arguments.parse(query) : null;
            Key found = null;
            for (String name : names) {
                if (config.keyInHeader() && headers.contains(name)) {
                    found = Key.with(found, Place.HEADER, name, headers.getAll(name));
                }
                if (arguments != null && arguments.has(name)) {
                    found = Key.with(found, Place.QUERY, name, arguments.all(name));
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
                    exchange.upstream().query(arguments.encoded());
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
}
