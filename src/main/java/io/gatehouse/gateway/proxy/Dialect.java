package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.HeaderNumbers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/**
 * How a gateway names itself and how strict it is: its own way, or that of Kong for those who move over from there. Chosen once for a
 * node, so that no request asks which of them it is.
 */
public final class Dialect {
    /** Whose behaviour is matched; clients look at no more of it than the name. */
    private static final String KONG = "kong/3.10.0";

    private static final Map<String, Boolean> KONG_DEFAULTS = Map.of(
            "share_private",
            true,
            "hide_credentials",
            false,
            "redact_secrets",
            false,
            "kong_names",
            true,
            "status_code_metrics",
            false,
            "latency_metrics",
            false,
            "bandwidth_metrics",
            false,
            "upstream_health_metrics",
            false);

    private static final int BAD_REQUEST = 400;
    private static final int FIELDS_TOO_LARGE = 431;

    private final CharSequence product;
    private final CharSequence via;
    private final CharSequence viaHttp2;
    private final CharSequence requestId;
    private final CharSequence upstreamLatency;
    private final CharSequence proxyLatency;
    private final CharSequence responseLatency;
    private final HeadRules heads;
    private final RequestPath paths;
    private final Limits limits;
    private final int fieldsTooLarge;
    private final String formOfFaults;
    private final Map<String, Boolean> pluginDefaults;
    private final boolean asKong;

    private Dialect(String product, String family, boolean asKong) {
        this.product = HttpHeaders.createOptimized(product);
        via = HttpHeaders.createOptimized("1.1 " + product);
        viaHttp2 = HttpHeaders.createOptimized("2 " + product);
        requestId = HttpHeaders.createOptimized(family + "Request-Id");
        upstreamLatency = HttpHeaders.createOptimized(family + "Upstream-Latency");
        proxyLatency = HttpHeaders.createOptimized(family + "Proxy-Latency");
        responseLatency = HttpHeaders.createOptimized(family + "Response-Latency");
        heads = new HeadRules(family, asKong);
        paths = asKong ? RequestPath.KEEPING : RequestPath.REFUSING;
        limits = asKong ? Limits.DEFAULT.withBodyBytes(0).withUnauthorizedPerMinute(0) : Limits.DEFAULT;
        fieldsTooLarge = asKong ? BAD_REQUEST : FIELDS_TOO_LARGE;
        formOfFaults = asKong ? "text/plain" : null;
        this.asKong = asKong;
        pluginDefaults = asKong ? KONG_DEFAULTS : Map.of();
    }

    /** Gatehouse's own. */
    public static Dialect own(String version) {
        return new Dialect("gatehouse/" + version, "X-Gatehouse-", false);
    }

    public static Dialect kong() {
        return new Dialect(KONG, "X-Kong-", true);
    }

    /** What clients may cost, unless the operator says otherwise. */
    public Limits limits() {
        return limits;
    }

    /** Whether a refusal of a gRPC call is a 200 to HTTP, as gRPC has it. */
    boolean hidesStatusFromGrpc() {
        return !asKong;
    }

    /** Whether upstreams are shown what a client says of its own way here, in front of where it was seen. */
    boolean keepsForwardedFor() {
        return asKong;
    }

    /** Whether the certificate of an upstream must be good whose service says nothing about that. */
    public boolean verifiesUpstreams() {
        return !asKong;
    }

    /** Defaults of fields in plugins' configurations, where they are not the plugins' own. */
    public Map<String, Boolean> pluginDefaults() {
        return pluginDefaults;
    }

    /** Tells the upstream who calls. */
    void introduce(MultiMap toUpstream, String id, boolean cameByHttp2) {
        toUpstream.set(requestId, id).add(Names.VIA, cameByHttp2 ? viaHttp2 : via);
    }

    /** Adds to an upstream's answer what it has cost. */
    void relay(MultiMap answer, String id, boolean cameByHttp2, long upstreamMillis, long proxyMillis) {
        answer.add(Names.VIA, cameByHttp2 ? viaHttp2 : via).set(requestId, id);
        answer.set(upstreamLatency, HeaderNumbers.text(upstreamMillis))
                .set(proxyLatency, HeaderNumbers.text(proxyMillis));
    }

    /** Says whose answer it is, when it is the gateway's own. */
    void sign(MultiMap answer, String id, long millis) {
        answer.set("Server", product).set(requestId, id).set(responseLatency, HeaderNumbers.text(millis));
    }

    HeadRules heads() {
        return heads;
    }

    RequestPath paths() {
        return paths;
    }

    /** Status for a head beyond its limits. */
    int fieldsTooLarge() {
        return fieldsTooLarge;
    }

    /** What stands for Accept in choosing the form of a fault; null for nothing in particular. */
    String formOfFault(MultiMap request) {
        String accept = request.get("accept");
        if (accept != null || formOfFaults == null) return accept;
        String sent = request.get("content-type");
        return sent == null ? formOfFaults : sent;
    }
}
