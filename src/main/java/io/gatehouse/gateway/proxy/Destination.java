package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Balancer;
import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.balancer.Peer;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.snapshot.Matched;
import io.gatehouse.gateway.tls.UpstreamTls;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Where a call goes: to the address of its service, or to one target of its upstream after another. */
final class Destination {
    private static final Future<Void> READY = Future.succeededFuture();

    private final Service service;
    /** Where a plugin sends it; null for none. */
    private final Origin elsewhere;
    /** Null where the call has one address. */
    private final Balancer balancer;

    private final UpstreamTls tls;
    private final long hash;
    /** For a client that has none; null for no cookie. */
    private final String cookie;
    /** Where the call is now; null for nowhere. */
    private Peer peer;

    private Origin latest;
    private long sentAtNanos;
    /** Where it was before. */
    private List<Peer> tried = List.of();

    Destination(Matched matched, ProxiedExchange exchange) {
        service = matched.service();
        elsewhere = exchange.upstream().elsewhere();
        balancer = elsewhere == null ? matched.balancer() : null;
        tls = elsewhere == null ? matched.tls().of(service) : matched.tls().usual();
        long own = balancer == null ? 0 : balancer.hash(exchange);
        cookie = own == 0 && balancer != null && balancer.givesCookies() ? newCookie() : null;
        hash = cookie == null ? own : balancer.hash(cookie);
    }

    /** It is no secret: whoever guesses one shares a target with its owner, and nothing else. */
    private static String newCookie() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Whether HTTP/2 is spoken there. */
    boolean isHttp2() {
        return elsewhere == null && service.isHttp2();
    }

    /** How TLS is spoken there, if it is. */
    UpstreamTls tls() {
        return tls;
    }

    /** Complete as soon as it is known which addresses there are. */
    Future<Void> ready() {
        return balancer == null ? READY : balancer.ready();
    }

    /** Goes on to the next address, and to the first again after the last. Null when there is none at all. */
    Origin next(UpstreamHead head) {
        latest = choose(head);
        return latest;
    }

    private Origin choose(UpstreamHead head) {
        if (elsewhere != null) return elsewhere;
        if (balancer == null) return Origin.of(service);
        if (peer != null) {
            tried = triedAndThis();
            leave();
        }
        Peer next = balancer.peer(hash, tried);
        if (next == null && !tried.isEmpty()) {
            tried = List.of();
            next = balancer.peer(hash, tried);
        }
        if (next == null) return null;
        peer = next;
        peer.begins();
        sentAtNanos = System.nanoTime();
        head.ownHost(peer.authority(service));
        return peer.origin(service);
    }

    /** The target has answered. */
    void answered(HttpResponse response) {
        if (peer != null) balancer.answered(peer, response.status().code(), sentAtNanos);
        if (cookie != null) response.headers().add(HttpHeaderNames.SET_COOKIE, balancer.line(cookie));
    }

    /** The target has not answered in time. */
    void timedOut() {
        if (peer != null) balancer.timedOut(peer, sentAtNanos);
    }

    /** The connection could not be opened, or has ended without an answer. */
    void failed(Throwable cause) {
        if (peer == null || cause instanceof UpstreamClient.TooManyConnections) return;
        if (cause instanceof ConnectTimeoutException) balancer.timedOut(peer, sentAtNanos);
        else balancer.unreachable(peer, cause);
    }

    /** Tells the operator, if it is for TLS that nothing comes from there. */
    void explain(Throwable cause) {
        if (latest.tlsName() != null) tls.failed(latest.host(), latest.port(), cause);
    }

    /** Whether there is an address that the call has not been to. */
    boolean hasOther() {
        return peer != null && balancer.peer(hash, triedAndThis()) != null;
    }

    /** The call is no longer there. */
    void leave() {
        if (peer != null) peer.ends();
        peer = null;
    }

    private List<Peer> triedAndThis() {
        List<Peer> all = new ArrayList<>(tried);
        all.add(peer);
        return all;
    }
}
