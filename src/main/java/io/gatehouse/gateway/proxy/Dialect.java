package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.HeaderNumbers;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

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

    private final String name;
    private final String family;
    private final Set<OwnHeader> shown;
    private final boolean showsRoutes;
    private final CharSequence product;
    private final CharSequence via;
    private final CharSequence viaHttp2;
    private final CharSequence requestId;
    private final CharSequence upstreamLatency;
    private final CharSequence proxyLatency;
    private final CharSequence responseLatency;
    private final CharSequence upstreamStatus;
    private final HeadRules heads;
    private final RequestPath paths;
    private final Limits limits;
    private final int fieldsTooLarge;
    private final String formOfFaults;
    private final Map<String, Boolean> pluginDefaults;
    private final boolean asKong;

    private Dialect(String name, String family, boolean asKong, Set<OwnHeader> shown, boolean showsRoutes) {
        this.name = name;
        this.family = family;
        this.shown = shown;
        this.showsRoutes = showsRoutes;
        product = HttpHeaders.createOptimized(name);
        via = HttpHeaders.createOptimized("1.1 " + name);
        viaHttp2 = HttpHeaders.createOptimized("2 " + name);
        upstreamStatus = HttpHeaders.createOptimized(family + "Upstream-Status");
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
        return new Dialect("gatehouse/" + version, "X-Gatehouse-", false, OwnHeader.USUAL, false);
    }

    public static Dialect kong() {
        return new Dialect(KONG, "X-Kong-", true, OwnHeader.USUAL, false);
    }

    /** Speaks of itself to clients in these headers only. */
    public Dialect showing(Set<OwnHeader> headers) {
        return new Dialect(name, family, asKong, headers, showsRoutes);
    }

    /** Tells whoever asks with {@code Kong-Debug: 1} by which route and service. */
    public Dialect showingRoutes() {
        return new Dialect(name, family, asKong, shown, true);
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
    void relay(MultiMap answer, ProxiedExchange exchange, HttpResponse from, long upstreamMillis, long proxyMillis) {
        boolean cameByHttp2 = from.protocolVersion().majorVersion() == 2;
        if (shows(OwnHeader.VIA)) answer.add(Names.VIA, cameByHttp2 ? viaHttp2 : via);
        if (shows(OwnHeader.REQUEST_ID)) answer.set(requestId, exchange.requestId());
        if (shows(OwnHeader.UPSTREAM_LATENCY)) answer.set(upstreamLatency, HeaderNumbers.text(upstreamMillis));
        if (shows(OwnHeader.PROXY_LATENCY)) answer.set(proxyLatency, HeaderNumbers.text(proxyMillis));
        if (shows(OwnHeader.UPSTREAM_STATUS))
            answer.set(upstreamStatus, HeaderNumbers.text(from.status().code()));
        if (showsRoutes) showRoute(answer, exchange);
    }

    /** Says whose answer it is, when it is the gateway's own. */
    void sign(MultiMap answer, ProxiedExchange exchange) {
        sign(answer, exchange.requestId(), System.currentTimeMillis() - exchange.startedAtMillis());
        if (showsRoutes) showRoute(answer, exchange);
    }

    /** Likewise, when nobody could read what was asked. */
    void sign(MultiMap answer, String id, long millis) {
        if (shows(OwnHeader.SERVER)) answer.set("Server", product);
        if (shows(OwnHeader.REQUEST_ID)) answer.set(requestId, id);
        if (shows(OwnHeader.RESPONSE_LATENCY)) answer.set(responseLatency, HeaderNumbers.text(millis));
    }

    private boolean shows(OwnHeader header) {
        return shown.contains(header);
    }

    private static void showRoute(MultiMap answer, ProxiedExchange exchange) {
        if (exchange.route() == null || !"1".equals(exchange.request().headers().get("Kong-Debug"))) return;
        show(answer, "Kong-Route-", exchange.route().id(), exchange.route().name());
        if (exchange.service() != null)
            show(
                    answer,
                    "Kong-Service-",
                    exchange.service().id(),
                    exchange.service().name());
    }

    private static void show(MultiMap answer, String beginning, UUID id, String name) {
        answer.set(beginning + "Id", id.toString());
        if (name != null) answer.set(beginning + "Name", name);
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
