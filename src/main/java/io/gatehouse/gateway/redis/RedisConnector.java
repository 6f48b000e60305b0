package io.gatehouse.gateway.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Opens connections to Redis that answer, and signs in, so that names and passwords never stand in an address. */
final class RedisConnector {
    private static final int MOST_WAITING = 16_384;
    private static final int IDLE_MINUTES = 5;

    private RedisConnector() {}

    /** @param lost called when the connection ends, whoever ended it; a client per connection, since closing it is for good */
    static Future<Opened> connect(Vertx vertx, RedisAddress address, Runnable lost) {
        Redis client = Redis.createClient(vertx, options(address));
        return client.connect()
                .compose(connection -> enter(connection, address).map(connection))
                .timeout(address.timeout(), TimeUnit.MILLISECONDS)
                .onSuccess(connection -> {
                    connection.exceptionHandler(failure -> end(client, lost));
                    connection.endHandler(over -> end(client, lost));
                })
                .map(connection -> new Opened(client, connection, ConcurrentHashMap.newKeySet()))
                .onFailure(failure -> client.close());
    }

    /**
     * A connection, and the client of its own that ends with it.
     *
     * @param said scripts that have been said on it
     */
    record Opened(Redis client, RedisConnection connection, Set<String> said) {}

    private static void end(Redis client, Runnable lost) {
        client.close();
        lost.run();
    }

    private static RedisOptions options(RedisAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout(address.timeout())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                // What no configuration names any more goes away by itself.
                .setIdleTimeout(IDLE_MINUTES)
                .setIdleTimeoutUnit(TimeUnit.MINUTES)
                .setSsl(address.isSecure())
                .setTrustAll(!address.isVerified())
                .setHostnameVerificationAlgorithm(address.isVerified() ? "HTTPS" : "");
        return new RedisOptions()
                .setNetClientOptions(net)
                .setConnectionString((address.isSecure() ? "rediss://" : "redis://") + host + ":" + address.port())
                .setProtocolNegotiation(false)
                .setMaxPoolSize(1)
                .setMaxWaitingHandlers(MOST_WAITING);
    }

    private static Future<Response> enter(RedisConnection connection, RedisAddress address) {
        Future<Response> entered = Future.succeededFuture();
        if (address.password() != null) {
            Request auth = Request.cmd(Command.AUTH);
            if (address.username() != null) auth.arg(address.username());
            auth.arg(address.password());
            entered = connection.send(auth);
        }
        if (address.database() != 0) {
            entered = entered.compose(
                    in -> connection.send(Request.cmd(Command.SELECT).arg(address.database())));
        }
        return entered.compose(in -> connection.send(Request.cmd(Command.PING)))
                .recover(failure -> isAnswer(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /** A server that says that this user may not ask that is there. */
    private static boolean isAnswer(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOPERM");
    }
}
