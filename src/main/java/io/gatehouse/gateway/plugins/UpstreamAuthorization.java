package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Secret;
import io.vertx.core.Future;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/**
 * Signs the gateway in at the upstream. A plugin of its own, and not a transformer rule, because a transformer on a route would
 * replace one on its service, and the upstream would be called without its key.
 */
public final class UpstreamAuthorization extends NamedPlugin<UpstreamAuthorization.Config> {

    /** After the transformers: what a caller sent, or a rule copied, never reaches the upstream in this header. */
    private static final int PRIORITY = 790;

    @Doc("Sends the upstream's own credential with every request. Callers use their own keys and never see it.")
    public record Config(
            @Doc("Header that carries the credential.")
            @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", message = "is not a header name")
            String headerName,

            @Doc("The whole value, such as “Bearer sk-…”.")
            @Secret
            @NotBlank
            @Pattern(regexp = "[\\x20-\\x7e]*", message = "use printable ASCII characters")
            String headerValue) {

        public Config {
            headerName = headerName == null ? "Authorization" : headerName;
        }

        @Override
        public String toString() {
            return "Config[" + headerName + "]";
        }
    }

    public UpstreamAuthorization() {
        super("upstream-authorization", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                exchange.upstream().headers().set(config.headerName(), config.headerValue());
                return DONE;
            }
        };
    }
}
