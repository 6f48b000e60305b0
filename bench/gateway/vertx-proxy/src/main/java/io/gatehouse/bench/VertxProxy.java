package io.gatehouse.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Vert.x's own proxy doing the gateway's job, written by hand as a team would: keys in a map, a counter per consumer and minute. */
public final class VertxProxy extends AbstractVerticle {
    private static final String LEFT = "left";
    private static final String REQUEST = "request";

    /** The calls of one consumer: the minute in the upper half, how many in the lower. */
    private record Caller(String id, String name, AtomicLong calls) {
        int count(long minute) {
            return (int) calls.updateAndGet(value -> value >>> 32 == minute ? value + 1 : minute << 32 | 1);
        }
    }

    private final Map<String, Caller> callers;
    private final int port;
    private final int upstream;
    private final int policy;
    private final int limit;

    private VertxProxy(Map<String, Caller> callers, int port, int upstream, int policy, int limit) {
        this.callers = callers;
        this.port = port;
        this.upstream = upstream;
        this.policy = policy;
        this.limit = limit;
    }

    /** Arguments: {@code PORT UPSTREAM KEYS POLICY LIMIT LOOPS}. */
    public static void main(String[] arguments) throws Exception {
        int[] numbers = new int[6];
        for (int i = 0; i < numbers.length; i++) numbers[i] = i == 2 ? 0 : Integer.parseInt(arguments[i]);
        Map<String, Caller> callers = new HashMap<>();
        for (String key : Files.readAllLines(Path.of(arguments[2]))) {
            int number = callers.size() + 1;
            String id = String.format("00000000-0000-4000-8000-%012d", number);
            callers.put(key, new Caller(id, "app-" + number, new AtomicLong()));
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(numbers[5]));
        vertx.deployVerticle(
                        () -> new VertxProxy(callers, numbers[0], numbers[1], numbers[3], numbers[4]),
                        new DeploymentOptions().setInstances(numbers[5]))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1_024)));
        proxy.origin(upstream, "127.0.0.1");
        proxy.addInterceptor(new Policy());
        vertx.createHttpServer().requestHandler(proxy).listen(port, "127.0.0.1").<Void>mapEmpty().onComplete(started);
    }

    private final class Policy implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            String id = UUID.randomUUID().toString();
            context.set(REQUEST, id);
            Caller caller = null;
            if (policy >= 1) {
                String key = request.headers().get("apikey");
                caller = key == null ? null : callers.get(key);
                if (caller == null) {
                    ProxyResponse refusal = refuse(request, 401, "Unauthorized", id);
                    refusal.headers().set("WWW-Authenticate", "Key");
                    return Future.succeededFuture(refusal);
                }
            }
            if (policy >= 2) {
                int left = limit - caller.count(System.currentTimeMillis() / 60_000);
                context.set(LEFT, left);
                if (left < 0) {
                    ProxyResponse refusal = refuse(request, 429, "API rate limit exceeded", id);
                    sign(refusal.headers(), context);
                    refusal.headers().set("Retry-After", reset());
                    return Future.succeededFuture(refusal);
                }
            }
            introduce(request, caller, id);
            return context.sendRequest();
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            sign(context.response().headers(), context);
            return context.sendResponse();
        }

        private void introduce(ProxyRequest request, Caller caller, String id) {
            MultiMap headers = request.headers();
            if (caller != null) {
                headers.remove("apikey");
                headers.set("X-Consumer-ID", caller.id());
                headers.set("X-Consumer-Username", caller.name());
                headers.set("X-Credential-Identifier", caller.id());
            }
            HttpServerRequest from = request.proxiedRequest();
            String address = from.remoteAddress().hostAddress();
            headers.set("X-Forwarded-For", address);
            headers.set("X-Forwarded-Proto", "http");
            headers.set("X-Forwarded-Host", from.authority().host());
            headers.set("X-Forwarded-Port", Integer.toString(port));
            headers.set("X-Forwarded-Path", from.path());
            headers.set("X-Real-IP", address);
            headers.set("X-Request-Id", id);
            headers.set("Via", "1.1 vertx");
            
        }

        private void sign(MultiMap answer, ProxyContext context) {
            answer.set("X-Request-Id", context.get(REQUEST, String.class));
            answer.set("Via", "1.1 vertx");
            Integer left = context.get(LEFT, Integer.class);
            if (left == null) return;
            String remaining = Integer.toString(Math.max(left, 0));
            answer.set("X-RateLimit-Limit-Minute", Integer.toString(limit));
            answer.set("X-RateLimit-Remaining-Minute", remaining);
            answer.set("RateLimit-Limit", Integer.toString(limit));
            answer.set("RateLimit-Remaining", remaining);
            answer.set("RateLimit-Reset", reset());
        }

        private static String reset() {
            return Long.toString(60 - System.currentTimeMillis() / 1_000 % 60);
        }

        private static ProxyResponse refuse(ProxyRequest request, int status, String message, String id) {
            String body = "{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"" + id + "\"\n}";
            ProxyResponse refusal = request.release().response().setStatusCode(status);
            refusal.headers().set("Content-Type", "application/json");
            return refusal.setBody(Body.body(Buffer.buffer(body)));
        }
    }
}
