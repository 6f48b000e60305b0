package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.trace.TraceContext;
import io.gatehouse.gateway.trace.Tracing;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Traces calls, and tells a collector by OTLP over HTTP. */
public final class OpenTelemetry extends LogPlugin<OpenTelemetry.Config> {
    private static final int PRIORITY = 14;
    private static final int SPANS = 200;
    private static final double DELAY = 3;
    private static final int SECOND = 1_000;
    private static final int SECONDS_5 = 5_000;

    /** How the trace is written in headers. */
    public enum HeaderType {
        @JsonProperty("preserve")
        PRESERVE,
        @JsonProperty("w3c")
        W3C,
        @JsonProperty("ignore")
        IGNORE
    }

    /** A way to write a trace into a header. */
    public enum Format {
        @JsonProperty("w3c")
        W3C,
        @JsonProperty("preserve")
        PRESERVE
    }

    /** Who decides whether a trace is kept. */
    public enum Strategy {
        @JsonProperty("parent_drop_probability_fallback")
        DROP(TraceContext.Strategy.PARENT_DROP_PROBABILITY_FALLBACK),
        @JsonProperty("parent_probability_fallback")
        PARENT(TraceContext.Strategy.PARENT_PROBABILITY_FALLBACK);

        private final TraceContext.Strategy strategy;

        Strategy(TraceContext.Strategy strategy) {
            this.strategy = strategy;
        }
    }

    /** Which headers are read and written. */
    public record Propagation(
            @Doc("Forms in which callers are believed; an empty list for none. Left out: W3C Trace Context.")
            List<Format> extract,

            @Doc("Forms in which the upstream is told; an empty list for none. Left out: W3C Trace Context.")
            List<Format> inject,

            @Doc("Headers that the upstream does not get.") List<String> clear,
            @Doc("Form for traces that begin here.") Format defaultFormat) {

        public Propagation {
            clear = clear == null ? List.of() : List.copyOf(clear);
            defaultFormat = defaultFormat == null ? Format.W3C : defaultFormat;
        }
    }

    @Doc(
            "Traces calls: takes W3C Trace Context from the caller, hands it on to the upstream, and sends a span of the call and"
                    + " one of the upstream's part to a collector, by OTLP over HTTP in JSON.")
    public record Config(
            @Doc("Where spans are sent, such as http://collector:4318/v1/traces.")
            String tracesEndpoint,

            @Doc(value = "The old name of traces_endpoint.", onlyInFiles = true)
            String endpoint,

            @Doc("Headers to send along to the collector, by name; in a form lines of name:value.")
            Map<String, String> headers,

            @Doc("What the gateway says of itself, such as service.name; in a form lines of name:value.")
            Map<String, String> resourceAttributes,

            @Doc("Rate of traces that are kept, from 0 to 1.") @DecimalMin("0") @DecimalMax("1")
            Double samplingRate,

            @Doc(
                    "“parent_drop_probability_fallback”: the caller may say that a trace is not kept, else the rate decides;"
                            + " “parent_probability_fallback”: the caller decides, and the rate where there is none.")
            Strategy samplingStrategy,

            @Doc("“ignore” does not believe callers; the others read and write W3C Trace Context.")
            HeaderType headerType,

            @Doc("Which headers are read and written.") @Valid
            Propagation propagation,

            @Doc("Header of the answer that tells the client the trace's id.")
            @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", message = "is not a header name")
            String httpResponseHeaderForTraceid,

            @Doc("How spans wait for their delivery. A batch of 1 is taken for one of 200.") @Valid
            QueueConfig queue,

            @Doc(value = "The old name of queue.max_batch_size.", onlyInFiles = true) @Min(1)
            Integer batchSpanCount,

            @Doc(value = "The old name of queue.max_coalescing_delay.", onlyInFiles = true) @Min(0)
            Double batchFlushDelay,

            @Doc("Milliseconds. Read for compatibility: read_timeout is for everything.")
            Integer connectTimeout,

            @Doc("Milliseconds. Read for compatibility: read_timeout is for everything.")
            Integer sendTimeout,

            @Doc("Milliseconds that a delivery may take.") @Min(1)
            Integer readTimeout)
            implements ConfigRules {

        public Config {
            samplingRate = samplingRate == null ? Double.valueOf(1) : samplingRate;
            samplingStrategy = samplingStrategy == null ? Strategy.DROP : samplingStrategy;
            headerType = headerType == null ? HeaderType.PRESERVE : headerType;
            propagation = propagation == null ? new Propagation(null, null, null, null) : propagation;
            queue = queue == null ? QueueConfig.DEFAULT : queue;
            connectTimeout = connectTimeout == null ? Integer.valueOf(SECOND) : connectTimeout;
            sendTimeout = sendTimeout == null ? Integer.valueOf(SECONDS_5) : sendTimeout;
            readTimeout = readTimeout == null ? Integer.valueOf(SECONDS_5) : readTimeout;
        }

        private String collector() {
            return tracesEndpoint == null ? endpoint : tracesEndpoint;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (collector() == null) broken.accept("traces_endpoint", "required field missing");
            else if (!HttpSink.isAddress(collector()))
                broken.accept(
                        tracesEndpoint == null ? "endpoint" : "traces_endpoint",
                        "expected an address that begins with http:// or https://");
            HttpSink.checkHeaders(headers, broken);
        }

        private QueueConfig limits() {
            int batch = queue.maxBatchSize() == 1 ? SPANS : queue.maxBatchSize();
            double delay = queue.maxBatchSize() == 1
                    ? Math.min(DELAY, queue.maxCoalescingDelay())
                    : queue.maxCoalescingDelay();
            return new QueueConfig(
                    batchSpanCount == null ? batch : batchSpanCount,
                    batchFlushDelay == null ? delay : batchFlushDelay,
                    queue.maxEntries(),
                    queue.maxBytes(),
                    queue.initialRetryDelay(),
                    queue.maxRetryTime(),
                    queue.maxRetryDelay(),
                    queue.concurrencyLimit());
        }

        private Tracing.How how() {
            boolean extract = headerType != HeaderType.IGNORE
                    && (propagation.extract() == null || !propagation.extract().isEmpty());
            boolean inject =
                    propagation.inject() == null || !propagation.inject().isEmpty();
            return new Tracing.How(
                    extract,
                    inject,
                    propagation.clear(),
                    samplingStrategy.strategy,
                    samplingRate,
                    httpResponseHeaderForTraceid);
        }
    }

    public OpenTelemetry() {
        super("opentelemetry", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        Map<String, String> headers = new LinkedHashMap<>(config.headers() == null ? Map.of() : config.headers());
        headers.put("Content-Type", "application/json");
        HttpSink collector =
                new HttpSink(config.collector(), "POST", Duration.ofMillis(config.readTimeout()), headers, false);
        Map<String, String> resource = config.resourceAttributes() == null ? Map.of() : config.resourceAttributes();
        return new Tracing(config.how(), queue(config, config.limits(), Tracing.sink(collector, resource)));
    }
}
