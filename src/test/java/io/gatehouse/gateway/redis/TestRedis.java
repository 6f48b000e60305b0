package io.gatehouse.gateway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis on a free port of this machine. */
public final class TestRedis implements AutoCloseable {
    private final int port;
    private RedisServer server;

    private TestRedis(int port, String... settings) {
        this.port = port;
        start(settings);
    }

    /** One for the whole run; its users keep to databases of their own. */
    public static int sharedPort() {
        return Shared.REDIS.port;
    }

    /** For a test that ends it. */
    public static TestRedis own(String... settings) {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            return new TestRedis(port, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Empty, on the same port. */
    public void start(String... settings) {
        try {
            var builder = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"");
            for (String setting : settings) builder.setting(setting);
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        private static final TestRedis REDIS = own();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(REDIS::close));
        }
    }
}
