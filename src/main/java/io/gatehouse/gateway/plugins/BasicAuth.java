package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.credential.IdentityIndex.Holder;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Asks every caller for a username and a password. */
public final class BasicAuth extends NamedPlugin<BasicAuth.Config> {

    private static final String TYPE = "basic-auth";
    private static final int PRIORITY = 1100;

    @Doc("Lets only requests with a known username and its password through, and says whose they are.")
    public record Config(
            @Doc("Takes username and password out before the request goes upstream.")
            Boolean hideCredentials,

            @Doc("Username or id of the consumer that stands for everybody else; without it they are refused.")
            String anonymous,

            @Doc("Named in the WWW-Authenticate header of a refusal.")
            String realm) {

        public Config {
            hideCredentials = hideCredentials == null ? Boolean.TRUE : hideCredentials;
            realm = realm == null ? "service" : realm;
        }
    }

    public BasicAuth() {
        super(TYPE, PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new PasswordFilter(config, scope.identities());
    }

    private static final class PasswordFilter implements Filter {

        private static final String SCHEME = "basic ";

        private final Config config;
        private final IdentityIndex identities;
        private final Authentication authentication;

        PasswordFilter(Config config, IdentityIndex identities) {
            this.config = config;
            this.identities = identities;
            this.authentication = new Authentication(identities, config.anonymous(), "Basic", config.realm());
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            if (authentication.isSettled(exchange)) {
                return DONE;
            }
            boolean isKnown = accept(exchange, Authentication.PROXY_AUTHORIZATION)
                    || accept(exchange, Authentication.AUTHORIZATION);
            if (!isKnown) {
                authentication.fail(exchange, "Unauthorized");
            }
            return DONE;
        }

        @Override
        public void onResponse(Exchange exchange) {
            authentication.challenge(exchange);
        }

        private boolean accept(Exchange exchange, String header) {
            String pair = decoded(Authentication.only(exchange, header));
            int colon = pair.indexOf(':');
            if (colon < 0) {
                return false;
            }
            String username = pair.substring(0, colon);
            Holder holder = identities.holder(TYPE, username);
            if (holder == null || !((KeptPassword) holder.proof()).is(pair.substring(colon + 1))) {
                return false;
            }
            if (config.hideCredentials()) {
                exchange.upstream().headers().remove(header);
            }
            exchange.authenticated(holder.consumer(), holder.credentialId(), username);
            return true;
        }

        /** Username, colon, password; empty if it is nothing of that kind. */
        private static String decoded(String value) {
            if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return "";
            }
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(value.substring(SCHEME.length()).strip());
                return new String(pair, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                return "";
            }
        }
    }
}
