package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import jakarta.validation.constraints.PositiveOrZero;

/** Refuses large request bodies: by their declared length before a byte of them is read, else as they come. */
public final class RequestSizeLimiting extends NamedPlugin<RequestSizeLimiting.Config> {

    private static final int PRIORITY = 951;
    private static final String TOO_LARGE = "Request size limit exceeded";

    /** What sizes are counted in; each is 1,024 of the one before it. */
    public enum SizeUnit {
        @JsonProperty("bytes")
        BYTES(1),
        @JsonProperty("kilobytes")
        KILOBYTES(1 << 10),
        @JsonProperty("megabytes")
        MEGABYTES(1 << 20);

        private final long bytes;

        SizeUnit(long bytes) {
            this.bytes = bytes;
        }
    }

    @Doc("Refuses request bodies beyond a size. The limit of the gateway itself holds beside it.")
    public record Config(
            @Doc("The largest body that passes.") @PositiveOrZero
            Long allowedPayloadSize,

            @Doc("What the size is counted in.") SizeUnit sizeUnit,

            @Doc("Refuses requests that do not say how long their body is.")
            Boolean requireContentLength) {

        public Config {
            allowedPayloadSize = allowedPayloadSize == null ? Long.valueOf(128) : allowedPayloadSize;
            sizeUnit = sizeUnit == null ? SizeUnit.MEGABYTES : sizeUnit;
            requireContentLength = requireContentLength == null ? Boolean.FALSE : requireContentLength;
        }
    }

    public RequestSizeLimiting() {
        super("request-size-limiting", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        long most = config.allowedPayloadSize() * config.sizeUnit().bytes;
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                MultiMap headers = exchange.request().headers();
                String length = headers.get("Content-Length");
                if (length != null && Long.parseLong(length) > most) {
                    exchange.refuse(headers.contains("Expect") ? 417 : 413, TOO_LARGE);
                } else if (length == null && config.requireContentLength() && !headers.contains("Transfer-Encoding")) {
                    exchange.refuse(411, "A valid Content-Length header is required");
                } else {
                    exchange.limitBody(most, TOO_LARGE);
                }
                return DONE;
            }
        };
    }
}
