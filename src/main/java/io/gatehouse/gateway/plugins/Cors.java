package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Origins;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;

/** Tells browsers which pages of other origins may call, and answers their preflight requests. */
public final class Cors extends NamedPlugin<Cors.Config> {

    private static final int PRIORITY = 2000;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    @Doc("Tells browsers which pages of other origins may call, and answers their preflight requests.")
    public record Config(
            @Doc(
                    "Origins that may call, such as https://app.example.com; a regular expression must match the whole origin, or the"
                            + " whole host if it names no scheme. “*” or none at all allows every origin.")
            List<@NotBlank String> origins,

            @Doc("Methods that a preflight is told.") List<@NotBlank String> methods,

            @Doc("Request headers that a preflight is told; without any, those that it asks for.")
            List<@NotBlank String> headers,

            @Doc("Response headers that a page may read.") List<@NotBlank String> exposedHeaders,

            @Doc("Seconds for which a browser may remember a preflight.") @PositiveOrZero
            Long maxAge,

            @Doc("Lets pages send cookies and credentials.") Boolean credentials,

            @Doc("Lets pages of public networks call a private one.")
            Boolean privateNetwork,

            @Doc("Passes preflight requests on to the upstream instead of answering them.")
            Boolean preflightContinue,

            @Doc("Sends the headers also to requests that name no origin.")
            Boolean allowOriginAbsent) {

        public Config {
            methods = methods == null ? METHODS : List.copyOf(methods);
            credentials = credentials == null ? Boolean.FALSE : credentials;
            privateNetwork = privateNetwork == null ? Boolean.FALSE : privateNetwork;
            preflightContinue = preflightContinue == null ? Boolean.FALSE : preflightContinue;
            allowOriginAbsent = allowOriginAbsent == null ? Boolean.TRUE : allowOriginAbsent;
        }
    }

    public Cors() {
        super("cors", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new CorsFilter(config);
    }

    private static final class CorsFilter implements Filter {

        private static final Exchange.Slot<Boolean> PREFLIGHT = new Exchange.Slot<>();
        private static final String ORIGIN = "Origin";
        private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

        private final Config config;
        private final Origins origins;
        private final String methods;
        private final String headers;
        private final String exposed;

        CorsFilter(Config config) {
            this.config = config;
            this.origins = Origins.of(config.origins());
            this.methods = String.join(",", config.methods());
            this.headers = joined(config.headers());
            this.exposed = joined(config.exposedHeaders());
        }

        private static String joined(List<String> names) {
            return names == null || names.isEmpty() ? null : String.join(",", names);
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            MultiMap asked = exchange.request().headers();
            boolean isPreflight = exchange.request().method().equals("OPTIONS")
                    && asked.contains(ORIGIN)
                    && asked.contains("Access-Control-Request-Method");
            if (!isPreflight || config.preflightContinue()) {
                return DONE;
            }
            exchange.attach(PREFLIGHT, Boolean.TRUE);
            MultiMap answer = MultiMap.caseInsensitiveMultiMap();
            allowOrigin(asked.get(ORIGIN), answer);
            String wanted = headers == null ? asked.get("Access-Control-Request-Headers") : headers;
            if (wanted != null) {
                answer.set("Access-Control-Allow-Headers", wanted);
            }
            answer.set("Access-Control-Allow-Methods", methods);
            if (config.maxAge() != null) {
                answer.set("Access-Control-Max-Age", config.maxAge().toString());
            }
            if (config.privateNetwork() && "true".equals(asked.get("Access-Control-Request-Private-Network"))) {
                answer.set("Access-Control-Allow-Private-Network", "true");
            }
            exchange.respond(200, answer, Buffer.buffer());
            return DONE;
        }

        @Override
        public void onResponse(Exchange exchange) {
            String origin = exchange.request().headers().get(ORIGIN);
            if (exchange.attachment(PREFLIGHT) != null || origin == null && !config.allowOriginAbsent()) {
                return;
            }
            MultiMap answer = exchange.response().headers();
            allowOrigin(origin, answer);
            if (exposed != null) {
                answer.set("Access-Control-Expose-Headers", exposed);
            }
        }

        private void allowOrigin(String origin, MultiMap answer) {
            String allowed = origins.allowed(origin);
            if (allowed == null) {
                answer.remove(ALLOW_ORIGIN);
            } else if (allowed.equals(Origins.ANY) && config.credentials() && origin != null) {
                // Browsers take no credentials for “*”.
                allow(origin, answer);
            } else if (allowed.equals(Origins.ANY)) {
                answer.set(ALLOW_ORIGIN, Origins.ANY);
            } else {
                allow(allowed, answer);
            }
            boolean isNamed = !Origins.ANY.equals(answer.get(ALLOW_ORIGIN));
            if (config.credentials() && isNamed) {
                answer.set("Access-Control-Allow-Credentials", "true");
            }
        }

        private static void allow(String origin, MultiMap answer) {
            answer.set(ALLOW_ORIGIN, origin);
            String varies = answer.get("Vary");
            boolean isSaid =
                    varies != null && List.of(varies.split("\\s*,\\s*")).contains(ORIGIN);
            if (!isSaid) {
                answer.add("Vary", ORIGIN);
            }
        }
    }
}
