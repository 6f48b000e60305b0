package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.router.Router;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

    private final HttpServerRequest raw;
    private final String method;
    private final RequestTarget target;
    private final String path;
    private final HostName host;
    private final ClientConnection connection;
    private final TrustedProxies trusted;
    private final Dialect dialect;
    private final boolean trustedPeer;
    private final long bodyLength;
    private String clientAddress;

    private ClientRequest(
            HttpServerRequest raw,
            RequestTarget target,
            String path,
            HostName host,
            ClientConnection connection,
            Listener listener) {
        this.raw = raw;
        this.method = raw.method().name();
        this.target = target;
        this.path = path;
        this.host = host;
        this.connection = connection;
        this.trusted = listener.trusted();
        this.dialect = listener.dialect();
        this.trustedPeer = trusted.contain(connection.peer());
        this.bodyLength = bodyLength(raw.headers());
    }

    /** Throws a {@link BadRequest} for what must not be passed on. */
    static ClientRequest read(HttpServerRequest raw, ClientConnection connection, Listener listener) {
        checkMethod(raw.method().name());
        RequestTarget target = RequestTarget.of(raw.uri());
        String path = target == null ? null : listener.dialect().paths().normalised(target.path());
        if (path == null) throw new BadRequest(400, "Bad request");
        MultiMap headers = raw.headers();
        HostName host = host(raw, target, headers);
        // Whatever plugins read there is what the request is routed by.
        if (target.authority() != null) headers.set("host", target.authority());
        checkExpectation(raw, headers);
        ClientRequest request = new ClientRequest(raw, target, path, host, connection, listener);
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

    private static HostName host(HttpServerRequest raw, RequestTarget target, MultiMap headers) {
        List<String> fields = headers.getAll("host");
        boolean mayBeMissing = raw.version() == HttpVersion.HTTP_1_0 && fields.isEmpty();
        if (fields.size() != 1 && !mayBeMissing) throw new BadRequest(400, "Bad request");
        String authority = target.authority() != null ? target.authority() : mayBeMissing ? null : fields.get(0);
        if (authority == null) return HostName.NONE;
        HostName host = HostName.of(authority);
        if (host == null || !mayBeMissing && HostName.of(fields.get(0)) == null)
            throw new BadRequest(400, "Bad request");
        return host;
    }

    private static void checkExpectation(HttpServerRequest raw, MultiMap headers) {
        if (!headers.contains("expect") || raw.version() == HttpVersion.HTTP_1_0) return;
        for (String expect : headers.getAll("expect")) {
            if (!expect.equalsIgnoreCase("100-continue")) throw new BadRequest(417, "Expectation failed");
        }
    }

    private static long bodyLength(MultiMap headers) {
        if (headers.contains("transfer-encoding")) return UNKNOWN_LENGTH;
        String length = headers.get("content-length");
        return length == null ? NO_BODY : Long.parseLong(length);
    }

    HttpServerRequest raw() {
        return raw;
    }

    Dialect dialect() {
        return dialect;
    }

    /** 0 for none, -1 when only the end of the body will tell. */
    long bodyLength() {
        return bodyLength;
    }

    boolean expectsContinue() {
        return raw.version() != HttpVersion.HTTP_1_0 && raw.headers().contains("expect");
    }

    /** Vert.x sees only a field that says nothing else. */
    boolean endsTheConnection() {
        String options = raw.headers().get(HttpHeaders.CONNECTION);
        return options != null && options.indexOf(',') > 0 && HeadRules.names(options, "close");
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
        String forwarded = trustedPeer ? raw.headers().get("x-forwarded-proto") : null;
        if (forwarded != null) return forwarded.equalsIgnoreCase("https") ? "https" : "http";
        return connection.isSecure() ? "https" : "http";
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
        String version = raw.version() == HttpVersion.HTTP_1_0 ? " HTTP/1.0" : " HTTP/1.1";
        return method + ' ' + sentTarget() + version;
    }

    /** Path and query as they were sent. */
    String sentTarget() {
        return target.query() == null ? target.path() : target.path() + '?' + target.query();
    }

    @Override
    public MultiMap headers() {
        return raw.headers();
    }

    @Override
    public String clientAddress() {
        if (clientAddress == null) {
            String peer = connection.peer();
            clientAddress = trustedPeer ? trusted.client(peer, raw.headers().getAll("x-forwarded-for")) : peer;
        }
        return clientAddress;
    }

    /** Tells the upstream what this hop hides from it. */
    void describe(MultiMap headers, String strippedPrefix) {
        headers.add("X-Forwarded-For", forwardedFor());
        headers.add("X-Forwarded-Proto", scheme());
        headers.add("X-Forwarded-Host", believed("x-forwarded-host", host.name()));
        headers.add("X-Forwarded-Port", believed("x-forwarded-port", Integer.toString(connection.port())));
        headers.add("X-Forwarded-Path", believed("x-forwarded-path", target.path()));
        String prefix = believed("x-forwarded-prefix", strippedPrefix);
        if (prefix != null) headers.add("X-Forwarded-Prefix", prefix);
        headers.add("X-Real-IP", clientAddress());
    }

    private String forwardedFor() {
        List<String> before = trustedPeer ? raw.headers().getAll("x-forwarded-for") : List.of();
        String peer = connection.peer();
        return before.isEmpty() ? peer : String.join(", ", before) + ", " + peer;
    }

    private String believed(String name, String own) {
        String said = trustedPeer ? raw.headers().get(name) : null;
        return said == null ? own : said;
    }

    @Override
    public List<String> headerValues(String name) {
        return raw.headers().getAll(name);
    }

    @Override
    public String serverName() {
        return connection.serverName();
    }

    /** The client's own Host value, as it goes upstream when a route preserves it. */
    @Override
    public String authority() {
        boolean usual = host.port() < 0 || host.port() == (scheme().equals("https") ? HTTPS : HTTP);
        return usual ? host.name() : host.name() + ":" + host.port();
    }
}
