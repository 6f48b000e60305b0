package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Runs the test's own filter. */
record Probe(Function<Exchange, Future<Void>> filter) implements Plugin<Probe.Config> {
    record Config() {}

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                return filter.apply(exchange);
            }
        };
    }

    /** A gateway that runs it on everything. */
    static GatewayHarness serving(RawUpstream upstream, Limits limits, Function<Exchange, Future<Void>> filter) {
        PluginConfig[] plugins = {Topologies.plugin("probe", "{}")};
        return GatewayHarness.serving(
                Topologies.everythingTo(upstream.port(), plugins),
                options -> options.withLimits(limits),
                List.of(new Probe(filter)));
    }
}
