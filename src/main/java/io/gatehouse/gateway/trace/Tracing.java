package io.gatehouse.gateway.trace;

import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.log.LogQueue;
import io.gatehouse.gateway.log.LogSink;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/** Takes a trace through the gateway: from the caller's header to the upstream's, and to the collector in the end. */
public final class Tracing implements Filter {
    private static final Exchange.Slot<TraceContext> TRACE = new Exchange.Slot<>();

    private final How how;
    private final LogQueue queue;

    /**
     * @param extract whether callers are believed in what they say of the trace
     * @param inject whether the upstream is told
     * @param clear names of headers that the upstream does not get
     * @param responseHeader that tells the client the trace's id; null for none
     */
    public record How(
            boolean extract,
            boolean inject,
            List<String> clear,
            TraceContext.Strategy strategy,
            double rate,
            String responseHeader) {}

    public Tracing(How how, LogQueue queue) {
        this.how = how;
        this.queue = queue;
    }

    /** What spans are sent with. */
    public static LogSink sink(HttpSink collector, Map<String, String> resource) {
        return new OtlpSink(collector, resource);
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        TraceContext trace = begin(exchange);
        MultiMap headers = exchange.upstream().headers();
        for (int i = 0; i < how.clear().size(); i++) headers.remove(how.clear().get(i));
        if (how.inject()) {
            if (trace.parentId() == null) headers.remove("tracestate");
            headers.set(TraceContext.HEADER, trace.forUpstream());
        }
        return DONE;
    }

    private TraceContext begin(Exchange exchange) {
        TraceContext known = exchange.attachment(TRACE);
        if (known != null) return known;
        TraceContext.Parent parent = how.extract()
                ? TraceContext.Parent.of(exchange.request().headers().getAll(TraceContext.HEADER))
                : null;
        TraceContext trace = TraceContext.next(parent, how.strategy(), how.rate());
        exchange.attach(TRACE, trace);
        return trace;
    }

    /** Also where no request phase ran, as for a request that fits no route. */
    @Override
    public void onResponse(Exchange exchange) {
        if (how.responseHeader() != null)
            exchange.response()
                    .headers()
                    .set(how.responseHeader(), begin(exchange).traceId());
    }

    @Override
    public void onLog(Exchange exchange) {
        TraceContext trace = begin(exchange);
        if (trace.sampled() && !queue.isFull()) queue.add(Spans.of(exchange, trace));
    }
}
