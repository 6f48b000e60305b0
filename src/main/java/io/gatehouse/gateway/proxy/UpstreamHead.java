package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.snapshot.Matched;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** The head of the request that goes upstream, as plugins may change it. */
final class UpstreamHead implements Exchange.Upstream {
    static final long NO_LENGTH = -2;

    /** Takes nothing that would end its line, whoever sets it. */
    private final HeadersMultiMap headers = new HeadersMultiMap(HeadRules::check);

    private String method;
    private String path;
    private String query;
    /** The client's, or a plugin's; null where the upstream is called by its own name. */
    private String host;

    private String ownHost;
    /** Where a plugin wants it to go; null for where the service is. */
    private Origin elsewhere;

    UpstreamHead(ClientRequest request, Matched matched) {
        method = request.method();
        path = matched.upstreamPath() == null ? request.path() : matched.upstreamPath();
        query = request.query();
        Service service = matched.service();
        boolean preserved = service == null || matched.route().preserveHost();
        host = preserved && !request.host().isEmpty() ? request.authority() : null;
        ownHost = service == null ? "" : Origin.authority(service.host(), service.port(), Origin.isSecure(service));
        request.dialect().heads().passRequest(request.headers(), headers);
    }

    /** What the target is called that this call goes to. */
    void ownHost(String name) {
        ownHost = name;
    }

    /** Where it goes instead of to the service; null for there. */
    Origin elsewhere() {
        return elsewhere;
    }

    /** What is written on the wire, once it is framed. */
    HeadersMultiMap fields() {
        return headers;
    }

    /**
     * Says where the request ends, whatever plugins have said about it.
     *
     * @param length of the body, -1 when only its end will tell, {@link #NO_LENGTH} when there is none
     */
    void frame(long length) {
        headers.remove(Names.TRANSFER_ENCODING);
        headers.remove(Names.CONNECTION);
        if (length >= 0) headers.set(Names.CONTENT_LENGTH, Long.toString(length));
        else headers.remove(Names.CONTENT_LENGTH);
        if (length == ClientRequest.UNKNOWN_LENGTH) headers.set(Names.TRANSFER_ENCODING, "chunked");
        headers.set(Names.HOST, host());
    }

    /** Path and query, with everything escaped that would end the line or the target. */
    String target() {
        String clean = RequestPath.escaped(path.startsWith("/") ? path : "/" + path);
        return query == null ? clean : clean + "?" + RequestPath.escaped(query);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public void method(String method) {
        this.method = method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void path(String path) {
        this.path = path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public void query(String query) {
        this.query = query;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public String host() {
        return host == null ? ownHost : host;
    }

    @Override
    public void host(String host) {
        this.host = host;
    }

    @Override
    public void address(String name, int port, boolean secure) {
        elsewhere = new Origin(name, port, secure ? name : null);
        host = null;
        ownHost = Origin.authority(name, port, secure);
    }
}
