package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/** Sends clients to another address. */
public final class Redirect extends NamedPlugin<Redirect.Config> {

    private static final int PRIORITY = 779;

    @Doc("Sends clients to another address.")
    public record Config(
            @Doc("Status of the answer.") @Min(100) @Max(599)
            Integer statusCode,

            @Doc("Where to, such as https://new.example.com/v2.")
            @NotBlank
            @Pattern(regexp = "[!-~]*", message = "must be a URL without spaces")
            String location,

            @Doc("Puts path and query of the request behind the scheme and host of the location, in place of its own.")
            Boolean keepIncomingPath) {

        public Config {
            statusCode = statusCode == null ? Integer.valueOf(301) : statusCode;
            keepIncomingPath = keepIncomingPath == null ? Boolean.FALSE : keepIncomingPath;
        }
    }

    public Redirect() {
        super("redirect", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("Location", location(config, exchange));
                exchange.respond(config.statusCode(), headers, Buffer.buffer());
                return DONE;
            }
        };
    }

    private static String location(Config config, Exchange exchange) {
        if (!config.keepIncomingPath()) {
            return config.location();
        }
        int scheme = config.location().indexOf("://");
        int path = config.location().indexOf('/', scheme < 0 ? 0 : scheme + 3);
        String start = path < 0 ? config.location() : config.location().substring(0, path);
        String query = exchange.request().query();
        return start + exchange.request().path() + (query == null ? "" : "?" + query);
    }
}
