package io.gatehouse.gateway.metrics;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Counts calls for Prometheus, route by route. Counting looks up one series and adds to counters that event loops do not fight over;
 * names and labels are put together when somebody reads. The number of series has an end, whatever is configured and whoever calls.
 */
public final class CallMetrics {
    private static final int MOST_ROUTES = 5_000;

    private final MetricNames names;
    private final Map<UUID, RouteSeries> byRoute = new ConcurrentHashMap<>();
    /** For calls that no route fits, and for routes beyond the number that have series of their own. */
    private final RouteSeries rest = new RouteSeries();

    public CallMetrics(MetricNames names) {
        this.names = names;
    }

    /** What of a call is counted. */
    public record Parts(boolean status, boolean latency, boolean bandwidth, boolean consumer) {}

    public void count(Exchange call, Parts parts) {
        Ending ending = call.ending();
        RouteSeries series = series(call);
        boolean fromUpstream = call.response() != null && call.response().isFromUpstream();
        if (parts.status()) {
            count(series, call, fromUpstream, parts.consumer());
        }
        if (parts.latency()) {
            series.gateway.add(ending.gatewayMillis());
            series.whole.add(ending.totalMillis());
            if (ending.wentUpstream()) series.upstream.add(ending.upstreamMillis());
        }
        if (parts.bandwidth()) {
            series.ingress.add(ending.requestBytes());
            series.egress.add(ending.responseBytes());
        }
    }

    private static void count(RouteSeries series, Exchange call, boolean fromUpstream, boolean consumers) {
        int status = call.ending().status();
        Consumer consumer = call.consumer();
        if (consumers) RouteSeries.of(series.byConsumer, name(consumer)).add(status, fromUpstream);
        else series.calls.add(status, fromUpstream);
        List<String> groups = call.consumerGroups();
        for (int i = 0; i < groups.size(); i++)
            RouteSeries.of(series.byGroup, groups.get(i)).add(status, fromUpstream);
    }

    private static String name(Consumer consumer) {
        if (consumer == null) return "";
        return consumer.username() == null ? consumer.customId() : consumer.username();
    }

    private RouteSeries series(Exchange call) {
        Route route = call.route();
        if (route == null) return rest;
        RouteSeries series = byRoute.get(route.id());
        if (series == null) {
            if (byRoute.size() >= MOST_ROUTES) return rest;
            series = byRoute.computeIfAbsent(route.id(), id -> new RouteSeries());
        }
        series.isOf(route, call.service());
        return series;
    }

    /** Adds everything in Prometheus' text format; nothing as long as nothing was counted. */
    public void write(StringBuilder text) {
        List<RouteSeries> all = new ArrayList<>(byRoute.values());
        all.add(rest);
        names.type(text, names.requests(), "counter");
        for (RouteSeries series : all) requests(text, series);
        if (names.groups() != null) {
            names.type(text, names.groups(), "counter");
            for (RouteSeries series : all) groups(text, series);
        }
        names.type(text, names.bandwidth(), "counter");
        for (RouteSeries series : all) {
            bandwidth(text, series, "ingress", series.ingress.sum());
            bandwidth(text, series, "egress", series.egress.sum());
        }
        latency(text, all, names.gatewayLatency(), series -> series.gateway);
        latency(text, all, names.upstreamLatency(), series -> series.upstream);
        latency(text, all, names.wholeLatency(), series -> series.whole);
    }

    private void requests(StringBuilder text, RouteSeries series) {
        series.calls.read((status, upstream, calls) ->
                names.line(text, names.requests(), names.requestLabels(series, status, upstream, ""), calls));
        series.byConsumer.forEach((consumer, tally) -> tally.read((status, upstream, calls) ->
                names.line(text, names.requests(), names.requestLabels(series, status, upstream, consumer), calls)));
    }

    private void groups(StringBuilder text, RouteSeries series) {
        series.byGroup.forEach((group, tally) -> tally.read((status, upstream, calls) -> names.line(
                text,
                names.groups(),
                names.labels(series) + ",consumer_group=\"" + MetricNames.escaped(group) + "\",status=\"" + status
                        + "\",source=\"" + MetricNames.source(upstream) + '"',
                calls)));
    }

    private void bandwidth(StringBuilder text, RouteSeries series, String direction, long bytes) {
        if (bytes > 0)
            names.line(text, names.bandwidth(), names.labels(series) + ",direction=\"" + direction + '"', bytes);
    }

    private void latency(
            StringBuilder text, List<RouteSeries> all, String name, Function<RouteSeries, Histogram> histogram) {
        names.type(text, name, "histogram");
        for (RouteSeries series : all) {
            Histogram one = histogram.apply(series);
            if (!one.isEmpty()) one.write(text, name, names.labels(series), names.inSeconds());
        }
    }
}
