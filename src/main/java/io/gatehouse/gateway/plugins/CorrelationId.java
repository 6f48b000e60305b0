package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Gives each request a name that every system on its way can log. */
public final class CorrelationId extends NamedPlugin<CorrelationId.Config> {

    /** Before everything else, so that refusals carry it too. */
    private static final int PRIORITY = 100_001;

    private static final int LONGEST = 256;

    /** What the id looks like. */
    public enum Generator {
        @JsonProperty("uuid")
        UUID,
        @JsonProperty("uuid#counter")
        COUNTER,
        @JsonProperty("tracker")
        TRACKER
    }

    @Doc("Gives each request an id in a header towards the upstream. An id that the client sends is kept.")
    public record Config(
            @Doc("Header that carries the id.")
            @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", message = "is not a header name")
            String headerName,

            @Doc(
                    "“uuid”: a random id each; “uuid#counter”: one random id and a number that counts up, which is cheaper;"
                            + " “tracker”: the client's address and the time.")
            Generator generator,

            @Doc("Sends the id to the client as well.") Boolean echoDownstream) {

        public Config {
            headerName = headerName == null ? "Kong-Request-ID" : headerName;
            generator = generator == null ? Generator.COUNTER : generator;
            echoDownstream = echoDownstream == null ? Boolean.FALSE : echoDownstream;
        }
    }

    public CorrelationId() {
        super("correlation-id", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new IdFilter(config);
    }

    private static final class IdFilter implements Filter {

        private final Exchange.Slot<String> id = new Exchange.Slot<>();
        private final Config config;
        private final String prefix = UUID.randomUUID() + "#";
        private final AtomicLong counter = new AtomicLong();

        IdFilter(Config config) {
            this.config = config;
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            exchange.upstream().headers().set(config.headerName(), idOf(exchange));
            return DONE;
        }

        /** Also where no request phase ran, as for a request that fits no route. */
        @Override
        public void onResponse(Exchange exchange) {
            if (config.echoDownstream()) {
                exchange.response().headers().set(config.headerName(), idOf(exchange));
            }
        }

        private String idOf(Exchange exchange) {
            String known = exchange.attachment(id);
            if (known != null) {
                return known;
            }
            String given = exchange.request().headers().get(config.headerName());
            boolean isUsable = given != null && !given.isBlank() && given.length() <= LONGEST;
            String chosen = isUsable ? given : generate(exchange);
            exchange.attach(id, chosen);
            return chosen;
        }

        private String generate(Exchange exchange) {
            return switch (config.generator()) {
                case UUID -> UUID.randomUUID().toString();
                case COUNTER -> prefix + counter.incrementAndGet();
                case TRACKER ->
                    exchange.request().clientAddress() + "-" + exchange.requestId() + "-" + exchange.startedAtMillis();
            };
        }
    }
}
