package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientConnection;

/** One event loop's connections to upstreams. */
final class UpstreamClient {
    private static final int CONNECTIONS_PER_UPSTREAM = 1024;
    private static final int WAITING_PER_UPSTREAM = 4096;
    private static final int IDLE_SECONDS = 60;
    private static final int CONNECT_MILLIS = 60_000;

    private final HttpClient http;
    private final RequestOptions options = new RequestOptions();

    UpstreamClient(Vertx vertx, Limits limits) {
        HttpClientOptions settings = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setDecompressionSupported(false)
                .setTcpKeepAlive(true);
        PoolOptions pool =
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_UPSTREAM).setMaxWaitQueueSize(WAITING_PER_UPSTREAM);
        http = vertx.httpClientBuilder()
                .with(settings)
                .with(pool)
                .withConnectHandler(connection -> connected(connection, limits))
                .build();
    }

    private static void connected(HttpConnection connection, Limits limits) {
        // Whoever waits for an answer is told; there is nobody else to tell.
        connection.exceptionHandler(failure -> {});
        ((HttpClientConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .replace(
                        StrictResponseCodec.NAME,
                        StrictResponseCodec.NAME,
                        new StrictResponseCodec(limits.requestLineBytes(), limits.headBytes() * 2));
    }

    /** A request on a connection of its own; nothing is sent yet. */
    Future<HttpClientRequest> request(Service service, UpstreamHead head) {
        MultiMap headers = head.headers();
        headers.remove("content-length");
        headers.remove("transfer-encoding");
        headers.set("host", head.host());
        try {
            // Read at once and not kept, so one object serves all requests.
            return http.request(options.setMethod(HttpMethod.valueOf(head.method()))
                    .setHost(service.host())
                    .setPort(service.port())
                    .setSsl(service.protocol().equals("https"))
                    .setURI(head.target())
                    .setHeaders(headers));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    void close() {
        http.close();
    }
}
