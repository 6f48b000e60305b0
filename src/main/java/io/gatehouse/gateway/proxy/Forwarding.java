package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.snapshot.Matched;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calls the upstream until it answers, or must be said not to. Tries again only what is harmless to do twice, only while no part of
 * a body was sent and no byte of an answer came.
 */
final class Forwarding implements UpstreamCall.User {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private static final String NO_PEER = "failure to get a peer from the ring-balancer";

    private final Passage passage;
    private final UpstreamClient client;
    private final Service service;
    private final UpstreamHead head;
    private final RequestBody body;
    private final Buffer replacement;
    private final String webSocketKey;
    private final Destination destination;
    private UpstreamCall upstream;
    private Relay relay;
    private int attempts;
    private List<Ending.Try> tries = List.of();
    /** Whether the upstream may have got something of the request, and whether all of it is on its way. */
    private boolean begun;

    private boolean sent;
    private boolean stopped;

    /**
     * @param body null for none
     * @param webSocketKey of a client that asks for a WebSocket; null for any other
     */
    Forwarding(
            Passage passage,
            UpstreamClient client,
            Matched matched,
            ProxiedExchange exchange,
            RequestBody body,
            String webSocketKey) {
        this.passage = passage;
        this.client = client;
        this.service = matched.service();
        this.head = exchange.upstream();
        this.body = body;
        this.replacement = exchange.replacement();
        this.webSocketKey = webSocketKey;
        this.destination = new Destination(matched, exchange);
    }

    void start() {
        int attempt = ++attempts;
        passage.expectWithin(service.connectTimeout());
        Future<Void> ready = destination.ready();
        if (ready.isComplete()) connect(attempt);
        else ready.onComplete(known -> passage.onLoop(() -> connect(attempt)));
    }

    private void connect(int attempt) {
        if (stopped || attempt != attempts) return;
        Origin next = destination.next(head);
        if (next == null) {
            fail(503, NO_PEER);
            return;
        }
        tried(next);
        UpstreamClient.Caller caller = (connection, failure) -> connected(connection, failure, attempt);
        // An upgrade has no place on a stream.
        if (destination.isHttp2() && webSocketKey == null) client.connectHttp2(next, destination.tls(), caller);
        else client.connect(next, destination.tls(), caller);
    }

    private void tried(Origin next) {
        Ending.Try latest = new Ending.Try(next.host(), next.port());
        if (tries.isEmpty()) {
            tries = List.of(latest);
            return;
        }
        List<Ending.Try> all = new ArrayList<>(tries);
        all.add(latest);
        tries = List.copyOf(all);
    }

    /** Where it has been called, in order. */
    List<Ending.Try> tries() {
        return tries;
    }

    private void connected(UpstreamCall connection, Throwable failure, int attempt) {
        if (stopped || attempt != attempts) {
            if (connection != null) connection.close();
        } else if (connection == null) {
            destination.failed(failure);
            failed(failure);
        } else {
            upstream = connection;
            try {
                send();
            } catch (RuntimeException e) {
                passage.fail(e);
            }
        }
    }

    private void send() {
        begun = true;
        sent = false;
        Buffer whole = replacement != null ? replacement : body == null ? null : body.collected();
        if (whole == null && body != null) {
            head.frame(body.length());
            upstream.send(this, new DefaultHttpRequest(HttpVersion.HTTP_1_1, method(), head.target(), head.fields()));
            passage.expectWithin(service.writeTimeout());
            body.pipeTo(this);
            return;
        }
        boolean mayHaveBody = whole != null
                || method().equals(HttpMethod.POST)
                || method().equals(HttpMethod.PUT)
                || method().equals(HttpMethod.PATCH);
        head.frame(whole != null ? whole.length() : mayHaveBody ? 0 : UpstreamHead.NO_LENGTH);
        if (webSocketKey != null) WebSocketHandshake.ask(head.headers());
        ByteBuf bytes = whole == null ? Unpooled.EMPTY_BUFFER : Bytes.of(whole);
        upstream.send(
                this,
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        method(),
                        head.target(),
                        bytes,
                        head.fields(),
                        EmptyHttpHeaders.INSTANCE));
        sent();
    }

    private HttpMethod method() {
        return HttpMethod.valueOf(head.method());
    }

    /** A part of the body. False when the upstream should be given time. */
    boolean write(Buffer part) {
        upstream.write(new DefaultHttpContent(Bytes.of(part)));
        if (relay == null) passage.expectWithin(service.writeTimeout());
        return upstream.isWritable();
    }

    /** @param last part of the body, null if everything has been written */
    void end(Buffer last) {
        upstream.write(last == null ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(Bytes.of(last)));
        sent();
    }

    private void sent() {
        sent = true;
        if (!stopped && relay == null) passage.expectWithin(service.readTimeout());
    }

    @Override
    public void writable() {
        body.resume();
    }

    @Override
    public void answered(HttpResponse response) {
        destination.answered(response);
        int status = response.status().code();
        if (webSocketKey != null && WebSocketHandshake.isAccepted(response, webSocketKey)) {
            UpstreamCall agreed = upstream;
            upstream = null;
            passage.tunnel(response, agreed);
        } else if (status < 200) {
            // An upgrade that nobody asked for, or not this one.
            fail(502, OwnAnswer.BAD_GATEWAY);
        } else {
            if (webSocketKey != null) upstream.endsWithThisAnswer();
            relay = passage.relay(response, upstream, service.readTimeout());
        }
    }

    @Override
    public void part(ByteBuf part) {
        if (relay == null) part.release();
        else relay.part(part);
    }

    @Override
    public void trailers(MultiMap fields) {
        passage.trailers(fields);
    }

    @Override
    public void ended() {
        upstream = null;
        if (relay != null) relay.end();
    }

    @Override
    public void broken(Throwable cause) {
        // A client that is slow to send its body must not make the upstream look bad.
        boolean tells = sent && !upstream.isUsedAgain() && !(cause instanceof UpstreamCall.NotTaken);
        if (relay == null && tells) destination.failed(cause);
        upstream = null;
        if (relay != null) relay.cut();
        else failed(cause);
    }

    private void failed(Throwable cause) {
        destination.explain(cause);
        if (cause instanceof UpstreamCall.NotTaken) begun = false;
        boolean nothingCame = cause instanceof HttpClosedException || cause instanceof IOException;
        boolean mayBeBetterElsewhere = cause instanceof UpstreamClient.TooManyConnections && destination.hasOther();
        if ((nothingCame || mayBeBetterElsewhere) && mayTryAgain()) {
            start();
        } else if (cause instanceof UnknownHostException) {
            fail(503, "name resolution failed");
        } else if (cause instanceof UpstreamClient.TooManyConnections) {
            fail(503, "The upstream server is currently unavailable");
        } else if (cause instanceof ConnectTimeoutException) {
            fail(504, OwnAnswer.TIMEOUT);
        } else if (nothingCame || cause instanceof CodecException || cause instanceof IllegalArgumentException) {
            fail(502, OwnAnswer.BAD_GATEWAY);
        } else {
            passage.fail(cause);
        }
    }

    /** Nothing came in time. */
    void expire() {
        boolean connecting = upstream == null;
        if (connecting || sent) destination.timedOut();
        boolean mayBeBetterElsewhere = !connecting && !upstream.isAnswerBegun() && destination.hasOther();
        if ((connecting || mayBeBetterElsewhere) && mayTryAgain()) {
            if (!connecting) upstream.close();
            upstream = null;
            start();
        } else {
            fail(504, OwnAnswer.TIMEOUT);
        }
    }

    private void fail(int status, String message) {
        cancel();
        passage.upstreamFailed(status, message);
    }

    /** Leaves no connection behind that somebody else would get half-used. */
    void cancel() {
        stopped = true;
        if (body != null) body.ignore();
        if (upstream != null) upstream.close();
        upstream = null;
    }

    /** The call is over. */
    void ends() {
        destination.leave();
    }

    private boolean mayTryAgain() {
        return !stopped
                && attempts <= service.retries()
                && (!begun || IDEMPOTENT.contains(head.method()))
                && (body == null || !body.isStarted());
    }
}
