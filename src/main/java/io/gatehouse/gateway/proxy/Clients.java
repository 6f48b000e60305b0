package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One event loop's clients: who is connected, what they speak, and whose time is up. */
final class Clients {
    /** What Vert.x has put into a pipeline. */
    private static final List<String> OF_HTTP_1 = List.of(StrictRequestDecoder.NAME, "httpEncoder", "handler");

    private final GatewayServer server;
    private final HttpServerOptions options;
    private final Mapping<String, SslContext> certificates;
    private final Map<HttpConnection, ClientConnection> http1 = new HashMap<>();
    private final Set<Http2Client> http2 = new HashSet<>();
    private final List<ClientConnection> due = new ArrayList<>();

    /** @param certificates by the name that a client asks for, null for none */
    Clients(GatewayServer server, HttpServerOptions options, Mapping<String, SslContext> certificates) {
        this.server = server;
        this.options = options;
        this.certificates = certificates;
    }

    /** @param port that it has come to */
    void opened(HttpConnection connection, int port, boolean isSecure) {
        if (!server.guard().admits(connection.remoteAddress().hostAddress())) {
            connection.close();
            return;
        }
        StrictRequestDecoder decoder =
                new StrictRequestDecoder(options, server.limits().fields());
        Channel channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        channel.pipeline().replace(StrictRequestDecoder.NAME, StrictRequestDecoder.NAME, decoder);
        connection.exceptionHandler(failure -> {});
        ClientConnection known = new ClientConnection(server, connection, decoder, port);
        http1.put(connection, known);
        if (isSecure) secure(known, channel);
        else channel.pipeline().addFirst(new Preface(() -> speakHttp2(known, channel)));
        // Not by Vert.x's own handler, which is skipped when the client had begun to send a second request.
        channel.closeFuture().addListener(closed -> {
            forget(known);
            known.closed();
        });
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
        http1.remove(connection.raw());
        Http2Client client =
                new Http2Client(server, channel, connection.peer(), connection.port(), connection.serverName());
        http2.add(client);
        channel.closeFuture().addListener(closed -> {
            http2.remove(client);
            server.guard().left(client.peer());
        });
        client.joins(channel.pipeline());
    }

    /** Null if it is not known any more. */
    ClientConnection of(HttpConnection connection) {
        return http1.get(connection);
    }

    void forget(ClientConnection connection) {
        if (http1.remove(connection.raw()) != null) server.guard().left(connection.peer());
    }

    boolean areServed() {
        return http1.values().stream().anyMatch(ClientConnection::isCarrying)
                || http2.stream().anyMatch(Http2Client::isCarrying);
    }

    /** @param draining whether nobody may stay who is not being served */
    void lookAtTheClock(long now, boolean draining) {
        for (ClientConnection connection : http1.values()) {
            if (connection.isDue(now) || draining && !connection.isCarrying()) due.add(connection);
        }
        due.forEach(ClientConnection::due);
        due.clear();
        if (http2.isEmpty()) return;
        for (Http2Client client : List.copyOf(http2)) {
            if (draining) client.drain();
            client.lookAtTheClock(now);
        }
    }
}
