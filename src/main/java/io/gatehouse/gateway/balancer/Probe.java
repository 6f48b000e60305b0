package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Healthchecks.Active;
import io.gatehouse.gateway.dns.Dns;
import io.gatehouse.gateway.tls.Keys;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a target whether it works, over a connection that is used for nothing else. */
final class Probe {
    private static final int TCP_OK = 200;

    private final Dns dns;
    private final Active active;
    private final int timeoutMillis;
    private final NetClient tcp;
    private final HttpClient http;

    /** @param shown to targets that ask who calls; null for nothing */
    Probe(Vertx vertx, Dns dns, Active active, Certificate shown) {
        this.dns = dns;
        this.active = active;
        timeoutMillis = (int) Math.max(1, active.timeout().doubleValue() * 1000);
        tcp = vertx.createNetClient(new NetClientOptions().setConnectTimeout(timeoutMillis));
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(timeoutMillis)
                .setIdleTimeout(timeoutMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false)
                .setMaxPoolSize(active.concurrency())
                .setTrustAll(!active.httpsVerifyCertificate())
                .setVerifyHost(active.httpsVerifyCertificate())
                .setKeyCertOptions(shown == null ? null : KeyCertOptions.wrap(Keys.of(shown)));
        // A reset is an answer like any other, and not for the log.
        http = vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(failure -> {}))
                .build();
    }

    /** The status of its answer; fails with a {@link TimeoutException} when it takes too long. */
    Future<Integer> ask(Peer peer) {
        return begin(peer)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(cause ->
                        Future.failedFuture(cause instanceof ConnectTimeoutException ? new TimeoutException() : cause));
    }

    private Future<Integer> begin(Peer peer) {
        try {
            return dns.address(peer.host(), peer.port())
                    .map(SocketAddress::inetSocketAddress)
                    .compose(address -> active.type().equals("tcp") ? connect(address) : call(peer, address));
        } catch (RuntimeException unfit) {
            // One target must not end the checks of all others.
            return Future.failedFuture(unfit);
        }
    }

    private Future<Integer> connect(SocketAddress address) {
        return tcp.connect(address).map(socket -> {
            socket.close();
            return TCP_OK;
        });
    }

    private Future<Integer> call(Peer peer, SocketAddress address) {
        boolean secure = active.type().equals("https");
        String name = active.httpsSni() == null ? peer.tlsName() : active.httpsSni();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(address)
                .setHost(name)
                .setPort(peer.port())
                .setSsl(secure)
                .setURI(active.httpPath())
                .putHeader("Host", peer.authority(secure));
        Map<String, List<String>> headers = active.headers() == null ? Map.of() : active.headers();
        headers.forEach((header, values) -> options.putHeader(header, List.<CharSequence>copyOf(values)));
        return http.request(options).compose(HttpClientRequest::send).map(response -> {
            // Whatever else it has to say.
            response.request().connection().close();
            return response.statusCode();
        });
    }

    void close() {
        tcp.close();
        http.close();
    }
}
