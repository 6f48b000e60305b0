package io.gatehouse.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What Prometheus reads after a few calls. */
class PrometheusTest {

    /** Two calls that the upstream answers, and one that fits no route. */
    private static String scraped(Dialect dialect, PluginConfig... plugins) throws Exception {
        Vertx vertx = Vertx.vertx();
        List<Plugin<?>> all = BuiltIn.all();
        AtomicInteger ended = new AtomicInteger();
        try (RawUpstream upstream = new RawUpstream()) {
            GatewayNode node = new GatewayNode(
                    vertx,
                    NodeOptions.on("127.0.0.1", 0, dialect),
                    new Plugins(all, dialect.pluginDefaults()),
                    GatewayHarness.DIGEST,
                    call -> ended.incrementAndGet(),
                    new MovableClock("2026-01-01T00:00:30Z"));
            int port = GatewayHarness.await(node.start());
            assertEquals(List.of(), node.topology(Topologies.everythingTo(upstream.port(), plugins)));
            try (RawClient client = new RawClient(port)) {
                for (int i = 0; i < 2; i++)
                    client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                            .answer();
                upstream.answers("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
                client.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            }
            Patience.until("all calls ended", () -> ended.get() == 3);
        } finally {
            GatewayHarness.await(vertx.close());
        }
        StringBuilder text = new StringBuilder();
        all.stream()
                .filter(plugin -> plugin.name().equals("prometheus"))
                .forEach(plugin -> ((Metered) plugin).scrape(text));
        return text.toString();
    }

    private static void has(String text, String line) {
        assertTrue(Arrays.asList(text.split("\n")).contains(line), line + " in\n" + text);
    }

    @Test
    void calls_bytes_and_times_are_counted_by_route() throws Exception {
        String text = scraped(Dialect.own("test"), Topologies.plugin("prometheus", "{}"));
        String route = "service=\"origin\",route=\"all\"";
        has(text, "# TYPE gatehouse_http_requests_total counter");
        has(text, "gatehouse_http_requests_total{" + route + ",status=\"200\",source=\"service\",consumer=\"\"} 2");
        has(text, "gatehouse_http_requests_total{" + route + ",status=\"404\",source=\"service\",consumer=\"\"} 1");
        has(text, "gatehouse_bandwidth_bytes_total{" + route + ",direction=\"ingress\"} 6");
        has(text, "gatehouse_bandwidth_bytes_total{" + route + ",direction=\"egress\"} 4");
        has(text, "gatehouse_gateway_latency_seconds_count{" + route + "} 3");
        has(text, "gatehouse_upstream_latency_seconds_bucket{" + route + ",le=\"+Inf\"} 3");
        assertTrue(text.contains("le=\"0.025\""), text);
        assertFalse(text.contains("kong_"), text);
    }

    @Test
    void kong_s_names_and_defaults_are_those_of_its_dialect() throws Exception {
        assertFalse(
                scraped(Dialect.kong(), Topologies.plugin("prometheus", "{}")).contains("kong_http_requests_total{"));
        String text = scraped(
                Dialect.kong(),
                Topologies.plugin(
                        "prometheus",
                        "{\"status_code_metrics\": true, \"latency_metrics\": true, \"bandwidth_metrics\": true}"));
        String route = "service=\"origin\",route=\"all\",workspace=\"default\"";
        has(text, "kong_http_requests_total{" + route + ",code=\"200\",source=\"service\",consumer=\"\"} 2");
        has(text, "kong_bandwidth_bytes{" + route + ",direction=\"ingress\"} 6");
        has(text, "kong_kong_latency_ms_count{" + route + "} 3");
        has(text, "kong_request_latency_ms_bucket{" + route + ",le=\"+Inf\"} 3");
        assertTrue(text.contains("kong_upstream_latency_ms_bucket{" + route + ",le=\"25\"}"), text);
    }

    @Test
    void labels_beyond_a_number_are_counted_together() {
        RouteSeries series = new RouteSeries();
        for (int i = 0; i < 3_000; i++)
            RouteSeries.of(series.byConsumer, "consumer-" + i).add(200, true);
        assertEquals(1_001, series.byConsumer.size());
        assertEquals("a\\\"b\\\\c\\n", MetricNames.escaped("a\"b\\c\n"));
    }
}
