package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/** Asks every caller for an API key. */
public final class KeyAuth extends NamedPlugin<KeyAuth.Config> {

    static final String TYPE = "key-auth";

    private static final int PRIORITY = 1250;

    @Doc("Lets only requests with a known API key through, and says whose key it is.")
    public record Config(
            @Doc(
                    "Names under which a key may come; the first one that a request has decides. Where keys are hidden, a request with"
                            + " keys in several places is refused.")
            @NotEmpty
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

    public KeyAuth() {
        super(TYPE, PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new KeyFilter(config, scope.identities());
    }
}
