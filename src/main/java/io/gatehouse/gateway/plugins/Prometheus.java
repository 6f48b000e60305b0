package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.metrics.CallMetrics;
import io.gatehouse.gateway.metrics.MetricNames;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;

/** Counts calls for Prometheus, which reads the numbers at the Admin API's {@code /metrics}. */
public final class Prometheus extends NamedPlugin<Prometheus.Config> implements Metered {
    private static final int PRIORITY = 13;

    private final CallMetrics own = new CallMetrics(MetricNames.OWN);
    private final CallMetrics asKong = new CallMetrics(MetricNames.KONG);
    private volatile boolean ownUsed;
    private volatile boolean kongUsed;

    @Doc("Counts calls, route by route, for Prometheus: at /metrics of the Admin API.")
    public record Config(
            @Doc("Tells consumers apart in numbers of calls: up to 1,000 for a route, all others together.")
            Boolean perConsumer,

            @Doc("Counts calls by route and status.") Boolean statusCodeMetrics,

            @Doc(
                    "Measures how long calls take: in the gateway until the upstream is called, in the upstream, and in all.")
            Boolean latencyMetrics,

            @Doc("Counts bytes of bodies, in and out.") Boolean bandwidthMetrics,
            @Doc("Tells the health of upstreams' targets.") Boolean upstreamHealthMetrics,

            @Doc("Names numbers and labels as Kong does, in place of Gatehouse's own names.")
            Boolean kongNames) {

        public Config {
            perConsumer = perConsumer == null ? Boolean.FALSE : perConsumer;
            statusCodeMetrics = statusCodeMetrics == null ? Boolean.TRUE : statusCodeMetrics;
            latencyMetrics = latencyMetrics == null ? Boolean.TRUE : latencyMetrics;
            bandwidthMetrics = bandwidthMetrics == null ? Boolean.TRUE : bandwidthMetrics;
            upstreamHealthMetrics = upstreamHealthMetrics == null ? Boolean.TRUE : upstreamHealthMetrics;
            kongNames = kongNames == null ? Boolean.FALSE : kongNames;
        }
    }

    public Prometheus() {
        super("prometheus", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        CallMetrics metrics = config.kongNames() ? asKong : own;
        CallMetrics.Parts parts = new CallMetrics.Parts(
                config.statusCodeMetrics(), config.latencyMetrics(), config.bandwidthMetrics(), config.perConsumer());
        ownUsed |= !config.kongNames();
        kongUsed |= config.kongNames();
        return new Filter() {
            @Override
            public void onLog(Exchange exchange) {
                metrics.count(exchange, parts);
            }
        };
    }

    @Override
    public void scrape(StringBuilder text) {
        if (ownUsed) own.write(text);
        if (kongUsed) asKong.write(text);
    }
}
