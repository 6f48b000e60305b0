package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One event loop's clients: who is connected, what they speak, and whose time is up. */
final class Clients {
    private static final String HANDLER_OF_VERTX = "handler";
    static final String ENCODER = "httpEncoder";
    private static final List<String> OF_HTTP_1 = List.of(StrictRequestDecoder.NAME, ENCODER, ClientConnection.NAME);

    private final GatewayServer server;
    private final HttpServerOptions options;
    private final Mapping<String, SslContext> certificates;
    private final Set<ClientConnection> http1 = new HashSet<>();
    private final Set<Http2Client> http2 = new HashSet<>();
    private final List<ClientConnection> due = new ArrayList<>();
    private Unread.Held unread = Unread.Held.NOTHING;

    /** @param certificates by the name that a client asks for, null for none */
    Clients(GatewayServer server, HttpServerOptions options, Mapping<String, SslContext> certificates) {
        this.server = server;
        this.options = options;
        this.certificates = certificates;
    }

    /**
     * Vert.x has accepted a connection, and has no more to do with it.
     *
     * @param port that it has come to
     */
    void opened(HttpConnection connection, int port, boolean isSecure) {
        String peer = connection.remoteAddress().hostAddress();
        if (!server.guard().admits(peer)) {
            connection.close();
            return;
        }
        StrictRequestDecoder decoder =
                new StrictRequestDecoder(options, server.limits().fields());
        Channel channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        ClientConnection known = new ClientConnection(server, channel, peer, decoder, port);
        channel.pipeline().replace(StrictRequestDecoder.NAME, StrictRequestDecoder.NAME, decoder);
        channel.pipeline().replace(HANDLER_OF_VERTX, ClientConnection.NAME, known);
        http1.add(known);
        if (isSecure) secure(known, channel);
        else expectPreface(known, channel);
        channel.closeFuture().addListener(closed -> {
            forget(known);
            known.closed();
        });
    }

    private void expectPreface(ClientConnection connection, Channel channel) {
        Preface preface = new Preface(() -> speakHttp2(connection, channel));
        connection.maySpeak(preface);
        channel.pipeline().addFirst(preface);
    }

    private void secure(ClientConnection connection, Channel channel) {
        long millis = server.limits().headMillis();
        Handshake.begin(channel.pipeline(), certificates, millis, server.guard(), (serverName, isHttp2) -> {
            connection.isSecured(serverName);
            if (isHttp2) speakHttp2(connection, channel);
        });
    }

    /** Nothing of HTTP/1.1 has been said on it. */
    private void speakHttp2(ClientConnection connection, Channel channel) {
        for (String name : OF_HTTP_1) channel.pipeline().remove(name);
        http1.remove(connection);
        Http2Client client =
                new Http2Client(server, channel, connection.peer(), connection.port(), connection.serverName());
        http2.add(client);
        channel.closeFuture().addListener(closed -> {
            http2.remove(client);
            server.guard().left(client.peer());
        });
        client.joins(channel.pipeline());
    }

    void forget(ClientConnection connection) {
        if (http1.remove(connection)) server.guard().left(connection.peer());
    }

    boolean areServed() {
        return http1.stream().anyMatch(ClientConnection::isCarrying)
                || http2.stream().anyMatch(Http2Client::isCarrying);
    }

    /** @param draining whether nobody may stay who is not being served */
    void lookAtTheClock(long now, boolean draining) {
        for (ClientConnection connection : http1) {
            if (connection.isDue(now) || draining && !connection.isCarrying()) due.add(connection);
        }
        due.forEach(ClientConnection::due);
        due.clear();
        for (Http2Client client : http2.isEmpty() ? List.<Http2Client>of() : List.copyOf(http2)) {
            if (draining) client.drain();
            client.lookAtTheClock(now);
        }
        lookAtTheUnread();
        if (server.client().isShort()) leaveRoomAtUpstreams();
    }

    /** Whoever does not read keeps upstreams busy that others wait for. Half of them have room for one call of every client. */
    private void leaveRoomAtUpstreams() {
        List<Http2Client> holders =
                http2.stream().filter(client -> client.stalled() > 0).toList();
        int share = server.limits().clients().upstreamCalls() / 2 / Math.max(1, holders.size());
        holders.forEach(client -> client.shedStalled(Math.max(1, share)));
    }

    private void lookAtTheUnread() {
        long bytes = 0;
        int holders = 0;
        for (ClientConnection connection : http1) {
            long held = connection.unread();
            bytes += held;
            if (held > 0) holders++;
        }
        for (Http2Client client : http2) {
            long held = client.unread();
            bytes += held;
            if (held > 0) holders++;
        }
        Unread.Held now = new Unread.Held(bytes, holders);
        long share = server.guard().unread().share(unread, now);
        unread = now;
        if (share < Long.MAX_VALUE) shed(share);
    }

    /** What is over each one's share. */
    private void shed(long share) {
        for (Http2Client client : List.copyOf(http2)) client.shed(client.unread() - share);
        for (ClientConnection connection : List.copyOf(http1)) {
            if (connection.unread() > share) connection.shed();
        }
    }
}
