package io.gatehouse.bench;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Spring Cloud Gateway doing the gateway's job, written by hand as a team would: keys in a map, a counter per consumer and minute. */
@EnableAutoConfiguration
@Configuration(proxyBeanMethods = false)
public class Spring {
    /** The calls of one consumer: the minute in the upper half, how many in the lower. */
    record Caller(String id, String name, AtomicLong calls) {
        int count(long minute) {
            return (int) calls.updateAndGet(value -> value >>> 32 == minute ? value + 1 : minute << 32 | 1);
        }
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Spring.class, arguments);
    }

    @Bean
    RouteLocator routes(RouteLocatorBuilder builder, @Value("${bench.upstream}") int upstream) {
        return builder.routes()
                .route("all", route -> route.path("/**").uri("http://127.0.0.1:" + upstream))
                .build();
    }

    @Bean
    GlobalFilter policy(
            @Value("${bench.keys}") Path keys, @Value("${bench.policy}") int policy, @Value("${bench.limit}") int limit)
            throws Exception {
        Map<String, Caller> callers = new HashMap<>();
        for (String key : Files.readAllLines(keys)) {
            int number = callers.size() + 1;
            String id = String.format("00000000-0000-4000-8000-%012d", number);
            callers.put(key, new Caller(id, "app-" + number, new AtomicLong()));
        }
        return (exchange, chain) -> {
            String request = UUID.randomUUID().toString();
            HttpHeaders answer = exchange.getResponse().getHeaders();
            answer.set("X-Request-Id", request);
            answer.set("Via", "1.1 spring");
            Caller caller = null;
            if (policy >= 1) {
                String key = exchange.getRequest().getHeaders().getFirst("apikey");
                caller = key == null ? null : callers.get(key);
                if (caller == null) {
                    answer.set("WWW-Authenticate", "Key");
                    return refuse(exchange.getResponse(), HttpStatus.UNAUTHORIZED, "Unauthorized", request);
                }
            }
            if (policy >= 2) {
                long now = System.currentTimeMillis() / 1000;
                int left = limit - caller.count(now / 60);
                String reset = Long.toString(60 - now % 60);
                String remaining = Integer.toString(Math.max(left, 0));
                answer.set("X-RateLimit-Limit-Minute", Integer.toString(limit));
                answer.set("X-RateLimit-Remaining-Minute", remaining);
                answer.set("RateLimit-Limit", Integer.toString(limit));
                answer.set("RateLimit-Remaining", remaining);
                answer.set("RateLimit-Reset", reset);
                if (left < 0) {
                    answer.set("Retry-After", reset);
                    return refuse(exchange.getResponse(), HttpStatus.TOO_MANY_REQUESTS, "API rate limit exceeded", request);
                }
            }
            return chain.filter(toOrigin(exchange, caller, request));
        };
    }

    private static ServerWebExchange toOrigin(ServerWebExchange exchange, Caller caller, String id) {
        ServerHttpRequest from = exchange.getRequest();
        InetSocketAddress client = from.getRemoteAddress();
        InetSocketAddress local = from.getLocalAddress();
        String address = client.getAddress().getHostAddress();
        ServerHttpRequest request = from.mutate()
                .headers(headers -> {
                    if (caller != null) {
                        headers.remove("apikey");
                        headers.set("X-Consumer-ID", caller.id());
                        headers.set("X-Consumer-Username", caller.name());
                        headers.set("X-Credential-Identifier", caller.id());
                    }
                    InetSocketAddress host = headers.getHost();
                    headers.set("X-Forwarded-For", address);
                    headers.set("X-Forwarded-Proto", "http");
                    headers.set("X-Forwarded-Host", host == null ? "" : host.getHostString());
                    headers.set("X-Forwarded-Port", Integer.toString(local.getPort()));
                    headers.set("X-Forwarded-Path", from.getPath().value());
                    headers.set("X-Real-IP", address);
                    headers.set("X-Request-Id", id);
                    headers.set("Via", "1.1 spring");
                })
                .build();
        return exchange.mutate().request(request).build();
    }

    private static Mono<Void> refuse(ServerHttpResponse response, HttpStatus status, String message, String id) {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] body = ("{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"" + id + "\"\n}").getBytes(StandardCharsets.UTF_8);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
