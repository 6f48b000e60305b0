package io.gatehouse.gateway.metrics;

/** What numbers are called: Gatehouse's own names in seconds, or Kong's in milliseconds, for dashboards that were made for those. */
public enum MetricNames {
    OWN(
            "gatehouse_http_requests_total",
            "gatehouse_consumer_group_requests_total",
            "gatehouse_bandwidth_bytes_total",
            "gatehouse_gateway_latency_seconds",
            "gatehouse_upstream_latency_seconds",
            "gatehouse_request_latency_seconds"),
    KONG(
            "kong_http_requests_total",
            null,
            "kong_bandwidth_bytes",
            "kong_kong_latency_ms",
            "kong_upstream_latency_ms",
            "kong_request_latency_ms");

    private final String requests;
    private final String groups;
    private final String bandwidth;
    private final String gatewayLatency;
    private final String upstreamLatency;
    private final String wholeLatency;

    MetricNames(
            String requests,
            String groups,
            String bandwidth,
            String gatewayLatency,
            String upstreamLatency,
            String wholeLatency) {
        this.requests = requests;
        this.groups = groups;
        this.bandwidth = bandwidth;
        this.gatewayLatency = gatewayLatency;
        this.upstreamLatency = upstreamLatency;
        this.wholeLatency = wholeLatency;
    }

    String requests() {
        return requests;
    }

    /** Null when there is no such number. */
    String groups() {
        return groups;
    }

    String bandwidth() {
        return bandwidth;
    }

    String gatewayLatency() {
        return gatewayLatency;
    }

    String upstreamLatency() {
        return upstreamLatency;
    }

    String wholeLatency() {
        return wholeLatency;
    }

    boolean inSeconds() {
        return this == OWN;
    }

    /** Those that every number of a route has. */
    String labels(RouteSeries series) {
        String labels =
                "service=\"" + escaped(series.serviceName()) + "\",route=\"" + escaped(series.routeName()) + '"';
        return this == KONG ? labels + ",workspace=\"default\"" : labels;
    }

    String requestLabels(RouteSeries series, int status, boolean fromUpstream, String consumer) {
        String code = this == KONG ? ",code=\"" : ",status=\"";
        String own = this == KONG ? "kong" : "gateway";
        String source = fromUpstream ? "service" : own;
        return labels(series) + code + status + "\",source=\"" + source + "\",consumer=\"" + escaped(consumer) + '"';
    }

    static String source(boolean fromUpstream) {
        return fromUpstream ? "service" : "gateway";
    }

    void line(StringBuilder text, String name, String labels, long value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    void type(StringBuilder text, String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** As it stands between the quotes of a label. */
    public static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
