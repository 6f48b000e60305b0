package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Arguments;
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
import java.util.Map;
import java.util.function.BiConsumer;

/** Answers in place of the upstream: for maintenance, for a path that is gone, for trying things out. */
public final class RequestTermination extends NamedPlugin<RequestTermination.Config> {

    /** Last, so that everything before it has its say. */
    private static final int PRIORITY = 2;

    private static final String JSON = "application/json; charset=utf-8";
    private static final int MOST_ECHOED_BYTES = 1 << 20;
    private static final Map<Integer, String> MESSAGES = Map.of(
            401, "Unauthorized",
            404, "Not found",
            405, "Method not allowed",
            500, "An unexpected error occurred",
            502, "Bad Gateway",
            503, "Service unavailable");

    @Doc("Answers every request, or those with a trigger, in place of the upstream.")
    public record Config(
            @Doc("Status of the answer.") @Min(100) @Max(599)
            Integer statusCode,

            @Doc(
                    "Sent as the member “message” of a JSON object; without it and without a body some statuses have one of their own.")
            String message,

            @Doc("The whole body of the answer.") String body,

            @Doc("Type of the body; JSON if it is left out.")
            String contentType,

            @Doc("Answers with a copy of the request.") Boolean echo,

            @Doc("Header or query argument whose presence brings this answer; without it every request gets it.")
            String trigger)
            implements ConfigRules {

        public Config {
            statusCode = statusCode == null ? Integer.valueOf(503) : statusCode;
            echo = echo == null ? Boolean.FALSE : echo;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (message != null && (body != null || contentType != null)) {
                broken.accept(null, "message cannot be used with content_type or body");
            }
            if (contentType != null && body == null) {
                broken.accept(null, "content_type requires a body");
            }
            if (echo && (message != null || body != null)) {
                broken.accept(null, "echo cannot be used with message and body");
            }
        }
    }

    public RequestTermination() {
        super("request-termination", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new TerminationFilter(config);
    }

    private static final class TerminationFilter implements Filter {

        private final Config config;
        private final Buffer body;

        TerminationFilter(Config config) {
            this.config = config;
            this.body = body(config);
        }

        private static Buffer body(Config config) {
            if (config.body() != null) {
                return Buffer.buffer(config.body());
            }
            String message = config.message() == null ? MESSAGES.get(config.statusCode()) : config.message();
            return message == null
                    ? Buffer.buffer()
                    : Buffer.buffer(ConfigJson.MAPPER
                            .createObjectNode()
                            .put("message", message)
                            .toString());
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            if (config.trigger() != null && !isTriggered(exchange)) {
                return DONE;
            }
            if (!config.echo()) {
                MultiMap headers = MultiMap.caseInsensitiveMultiMap();
                if (body.length() > 0) {
                    headers.set("Content-Type", config.contentType() == null ? JSON : config.contentType());
                }
                exchange.respond(config.statusCode(), headers, body);
                return DONE;
            }
            return exchange.body(MOST_ECHOED_BYTES).map(sent -> {
                if (!exchange.isAnswered()) {
                    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("Content-Type", JSON);
                    exchange.respond(config.statusCode(), headers, Buffer.buffer(echo(exchange, sent)));
                }
                return null;
            });
        }

        private boolean isTriggered(Exchange exchange) {
            String query = exchange.request().query();
            return exchange.request().headers().contains(config.trigger())
                    || query != null && Arguments.parse(query).has(config.trigger());
        }

        private String echo(Exchange exchange, Buffer sent) {
            ObjectNode all = ConfigJson.MAPPER.createObjectNode();
            ObjectNode request = all.putObject("request");
            request.put("scheme", exchange.request().scheme())
                    .put("host", exchange.request().host())
                    .put("method", exchange.request().method())
                    .put("path", exchange.request().path())
                    .put("raw_body", sent.toString());
            Arguments query = Arguments.parse(
                    exchange.request().query() == null ? "" : exchange.request().query());
            ObjectNode arguments = request.putObject("query");
            query.names().forEach(name -> query.all(name).forEach(arguments.putArray(name)::add));
            ObjectNode headers = request.putObject("headers");
            for (String name : exchange.request().headers().names())
                headers.put(
                        name.toLowerCase(java.util.Locale.ROOT),
                        String.join(", ", exchange.request().headers().getAll(name)));
            if (exchange.route() != null) {
                all.set("matched_route", ConfigJson.write(exchange.route()));
            }
            if (exchange.service() != null) {
                all.set("matched_service", ConfigJson.write(exchange.service()));
            }
            return all.toString();
        }
    }
}
