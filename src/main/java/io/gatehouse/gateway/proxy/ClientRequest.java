package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.router.Router;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.stream.Stream;

/** What the client sent, checked: whoever reads it from here on reads one meaning. */
final class ClientRequest implements Exchange.Request, Router.Request {
    private static final List<String> USUAL = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    static final long NO_BODY = 0;
    static final long UNKNOWN_LENGTH = -1;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private static final String GRPC = "application/grpc";

    private final Carrier carrier;
    private final HttpVersion version;
    private final MultiMap headers;
    private final String method;
    private final RequestTarget target;
    private final String path;
    private final HostName host;
    private final TrustedProxies trusted;
    private final Dialect dialect;
    private final boolean trustedPeer;
    private final long bodyLength;
    private String clientAddress;

    private ClientRequest(
            Carrier carrier, MultiMap headers, RequestTarget target, String path, HostName host, Listener listener) {
        this.carrier = carrier;
        this.version = carrier.version();
        this.headers = headers;
        this.method = carrier.method();
        this.target = target;
        this.path = path;
        this.host = host;
        this.trusted = listener.trusted();
        this.dialect = listener.dialect();
        this.trustedPeer = trusted.contain(carrier.peer());
        this.bodyLength = carrier.bodyLength();
    }

    /** Throws a {@link BadRequest} for what must not be passed on. */
    static ClientRequest read(Carrier carrier, Listener listener) {
        checkMethod(carrier.method());
        RequestTarget target = RequestTarget.of(carrier.target());
        String path = target == null ? null : listener.dialect().paths().normalised(target.path());
        if (path == null) throw new BadRequest(400, "Bad request");
        MultiMap headers = carrier.headers();
        boolean isOld = carrier.version() == HttpVersion.HTTP_1_0;
        HostName host = host(isOld, target, headers);
        // Whatever plugins read there is what the request is routed by.
        if (target.authority() != null) headers.set("host", target.authority());
        if (!isOld) checkExpectation(headers);
        ClientRequest request = new ClientRequest(carrier, headers, target, path, host, listener);
        long most = listener.limits().bodyBytes();
        if (most > 0 && request.bodyLength > most) {
            throw new BadRequest(413, "Payload too large");
        }
        return request;
    }

    /** Any token is a method that routes may name, as it is; but not {@code get}, which some upstreams take for {@code GET}. */
    private static void checkMethod(String method) {
        switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" -> {
                return;
            }
            default -> {
                if (!HeadRules.isToken(method)) throw new BadRequest(400, "Bad request");
                // Some upstreams fold the case, and would do what routes for the usual methods guard.
                if (USUAL.stream().anyMatch(method::equalsIgnoreCase)) throw new BadRequest(400, "Bad request");
                boolean refused = Stream.of("TRACE", "TRACK", "CONNECT").anyMatch(method::equalsIgnoreCase);
                if (refused) throw new BadRequest(405, "Method not allowed");
            }
        }
    }

    private static HostName host(boolean isOld, RequestTarget target, MultiMap headers) {
        List<String> fields = headers.getAll(Names.HOST);
        boolean mayBeMissing = isOld && fields.isEmpty();
        if (fields.size() != 1 && !mayBeMissing) throw new BadRequest(400, "Bad request");
        String authority = target.authority() != null ? target.authority() : mayBeMissing ? null : fields.get(0);
        if (authority == null) return HostName.NONE;
        HostName host = HostName.of(authority);
        if (host == null || !mayBeMissing && HostName.of(fields.get(0)) == null)
            throw new BadRequest(400, "Bad request");
        return host;
    }

    private static void checkExpectation(MultiMap headers) {
        if (!headers.contains("expect")) return;
        for (String expect : headers.getAll("expect")) {
            if (!expect.equalsIgnoreCase("100-continue")) throw new BadRequest(417, "Expectation failed");
        }
    }

    HttpVersion version() {
        return version;
    }

    Dialect dialect() {
        return dialect;
    }

    /** 0 for none, -1 when only the end of the body will tell. */
    long bodyLength() {
        return bodyLength;
    }

    @Override
    public boolean hasBody() {
        return bodyLength != NO_BODY;
    }

    boolean expectsContinue() {
        return version != HttpVersion.HTTP_1_0 && headers.contains("expect");
    }

    /** Whether it expects an answer in the terms of gRPC. */
    boolean isGrpc() {
        if (version != HttpVersion.HTTP_2) return false;
        return saysGrpc();
    }

    boolean saysGrpc() {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(GRPC)) return false;
        return type.length() == GRPC.length() || "+; ".indexOf(type.charAt(GRPC.length())) >= 0;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String scheme() {
        String forwarded = trustedPeer ? headers.get(Names.FORWARDED_PROTO) : null;
        if (forwarded != null) return forwarded.equalsIgnoreCase("https") ? "https" : "http";
        return carrier.isSecure() ? "https" : "http";
    }

    @Override
    public String host() {
        return host.name();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return target.query();
    }

    @Override
    public String requestLine() {
        String spoken = switch (version) {
            case HTTP_1_0 -> " HTTP/1.0";
            case HTTP_1_1 -> " HTTP/1.1";
            case HTTP_2 -> " HTTP/2.0";
        };
        return method + ' ' + sentTarget() + spoken;
    }

    /** Path and query as they were sent. */
    String sentTarget() {
        return target.query() == null ? target.path() : target.path() + '?' + target.query();
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public String clientAddress() {
        if (clientAddress == null) {
            String peer = carrier.peer();
            clientAddress = trustedPeer ? trusted.client(peer, headers.getAll(Names.FORWARDED_FOR)) : peer;
        }
        return clientAddress;
    }

    /** Tells the upstream who calls. */
    void introduce(MultiMap toUpstream, String requestId) {
        dialect.introduce(toUpstream, requestId, version == HttpVersion.HTTP_2);
    }

    /** Tells the upstream what this hop hides from it. */
    void describe(MultiMap upstream, String strippedPrefix) {
        upstream.add(Names.FORWARDED_FOR, forwardedFor());
        upstream.add(Names.FORWARDED_PROTO, scheme());
        upstream.add(Names.FORWARDED_HOST, believed(Names.FORWARDED_HOST, host.name()));
        upstream.add(Names.FORWARDED_PORT, believed(Names.FORWARDED_PORT, Integer.toString(carrier.port())));
        upstream.add(Names.FORWARDED_PATH, believed(Names.FORWARDED_PATH, target.path()));
        String prefix = believed(Names.FORWARDED_PREFIX, strippedPrefix);
        if (prefix != null) upstream.add(Names.FORWARDED_PREFIX, prefix);
        upstream.add(Names.REAL_IP, clientAddress());
    }

    private String forwardedFor() {
        List<String> before =
                trustedPeer || dialect.keepsForwardedFor() ? headers.getAll(Names.FORWARDED_FOR) : List.of();
        String peer = carrier.peer();
        return before.isEmpty() ? peer : String.join(", ", before) + ", " + peer;
    }

    private String believed(CharSequence name, String own) {
        String said = trustedPeer ? headers.get(name) : null;
        return said == null ? own : said;
    }

    @Override
    public List<String> headerValues(String name) {
        return headers.getAll(name);
    }

    @Override
    public String serverName() {
        return carrier.serverName();
    }

    /** The client's own Host value, as it goes upstream when a route preserves it. */
    @Override
    public String authority() {
        boolean usual = host.port() < 0 || host.port() == (scheme().equals("https") ? HTTPS : HTTP);
        return usual ? host.name() : host.name() + ":" + host.port();
    }
}
