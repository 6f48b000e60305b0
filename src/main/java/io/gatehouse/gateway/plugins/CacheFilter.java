package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.cache.AnswerCache;
import io.gatehouse.gateway.cache.CacheDirectives;
import io.gatehouse.gateway.cache.CacheKey;
import io.gatehouse.gateway.cache.KeptAnswer;
import io.gatehouse.gateway.cache.MediaType;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks requests up in the cache and keeps answers there. What might be for one caller alone is never kept unless the operator wants
 * it: a cache that is slow is a nuisance, one that shows a stranger's answer is a leak.
 */
final class CacheFilter implements Filter {

    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int PARTIAL = 206;
    private static final String ACCEPT_ENCODING = "accept-encoding";
    private static final Set<String> ABOUT_THE_CALLER = Set.of("authorization", "cookie");

    /** Of the connection, or of the one answer; the gateway writes what is needed of them anew. */
    private static final Set<String> NOT_KEPT = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "via",
            "age",
            "x-cache-status",
            "x-cache-key",
            "retry-after");

    private static final List<String> NOT_KEPT_BEGINNINGS =
            List.of("x-gatehouse-", "x-kong-", "x-ratelimit", "ratelimit");

    private final Exchange.Slot<Lookup> lookups = new Exchange.Slot<>();
    private final ProxyCache.Config config;
    private final AnswerCache cache;
    private final InstantSource clock;
    private final List<MediaType> types;

    /** What came of a request; {@code key} is null when it is none for the cache. */
    private record Lookup(String key, String status, long age) {}

    CacheFilter(ProxyCache.Config config, AnswerCache cache, InstantSource clock) {
        this.config = config;
        this.cache = cache;
        this.clock = clock;
        this.types = config.contentType().stream().map(MediaType::of).toList();
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        CacheDirectives wanted = directives(exchange.request().headers());
        if (!isForTheCache(exchange, wanted)) {
            exchange.attach(lookups, new Lookup(null, "Bypass", 0));
            return DONE;
        }
        String key = CacheKey.of(exchange, config.ignoreUriCase(), config.varyQueryParams(), config.varyHeaders());
        long now = now();
        KeptAnswer kept = cache.find(key, now);
        boolean fits = kept != null && fits(kept, exchange.request().headers());
        if (fits && isFresh(kept, now, wanted)) {
            exchange.attach(lookups, new Lookup(key, "Hit", Math.max(0, now - kept.keptAt())));
            MultiMap headers = MultiMap.caseInsensitiveMultiMap();
            kept.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
            exchange.respond(kept.status(), headers, Buffer.buffer(kept.body()));
            return DONE;
        }
        exchange.attach(lookups, new Lookup(key, fits ? "Refresh" : "Miss", 0));
        if (config.cacheControl() && wanted.has("only-if-cached")) {
            exchange.refuse(504, "Gateway Timeout");
        }
        return DONE;
    }

    private boolean isForTheCache(Exchange exchange, CacheDirectives wanted) {
        String method = exchange.request().method();
        if (config.requestMethod().stream().noneMatch(allowed -> allowed.name().equals(method))) {
            return false;
        }
        MultiMap sent = exchange.request().headers();
        // A body could make the upstream answer otherwise, and is no part of the key.
        if (sent.contains("upgrade") || exchange.request().hasBody()) {
            return false;
        }
        if (config.cacheControl()
                && (wanted.has("no-store") || wanted.has("no-cache") || sent.contains("authorization"))) {
            return false;
        }
        return config.sharePrivate() || ABOUT_THE_CALLER.stream().noneMatch(name -> reachesUpstream(exchange, name));
    }

    /** Whether the upstream may answer this caller differently for something that the gateway has not looked at. */
    private boolean reachesUpstream(Exchange exchange, String name) {
        List<String> sent = exchange.request().headers().getAll(name);
        return !sent.isEmpty()
                && exchange.upstream().headers().getAll(name).stream().anyMatch(sent::contains)
                && config.varyHeaders().stream().noneMatch(name::equalsIgnoreCase);
    }

    private static boolean fits(KeptAnswer kept, MultiMap request) {
        return kept.askedWith().entrySet().stream()
                .allMatch(asked -> asked.getValue().equals(CacheKey.said(request, asked.getKey())));
    }

    private boolean isFresh(KeptAnswer kept, long now, CacheDirectives wanted) {
        long age = now - kept.keptAt();
        if (!config.cacheControl()) {
            return age < Math.min(config.cacheTtl(), kept.freshSeconds());
        }
        long mayBeStaleFor = wanted.has("max-stale") ? wanted.seconds("max-stale", Integer.MAX_VALUE) : 0;
        return age <= wanted.seconds("max-age", Long.MAX_VALUE)
                && kept.freshSeconds() - age >= wanted.seconds("min-fresh", Long.MIN_VALUE)
                && age < kept.freshSeconds() + mayBeStaleFor;
    }

    @Override
    public void onResponse(Exchange exchange) {
        Lookup lookup = exchange.attachment(lookups);
        if (lookup == null) {
            return;
        }
        Exchange.Response response = exchange.response();
        MultiMap headers = response.headers();
        boolean isHit = lookup.status.equals("Hit");
        if (!isHit && !response.isFromUpstream()) {
            return;
        }
        boolean isKept = lookup.key != null && !isHit && keep(exchange, lookup.key);
        ProxyCache.ResponseHeaders told = config.responseHeaders();
        if (isHit && told.age()) {
            headers.set("Age", Long.toString(lookup.age));
        }
        if (told.xCacheStatus()) {
            headers.set("X-Cache-Status", isHit || isKept ? lookup.status : "Bypass");
        }
        if (lookup.key != null && told.xCacheKey()) {
            headers.set("X-Cache-Key", lookup.key);
        }
    }

    /** Whether the answer is one for the cache. Of HEAD there is nothing to keep, but GET's answer is what it asks for. */
    private boolean keep(Exchange exchange, String key) {
        Exchange.Response response = exchange.response();
        CacheDirectives said = directives(response.headers());
        long fresh = freshSeconds(said, response.headers().get("Expires"));
        if (!isToBeKept(response, said) || fresh <= 0) {
            return false;
        }
        long now = now();
        long stored = config.storageTtl() == null ? fresh : config.storageTtl();
        int status = response.status();
        List<Map.Entry<String, String>> headers = kept(response.headers());
        Map<String, String> askedWith = askedWith(exchange);
        response.changeBody(MOST_BODY_BYTES, body -> {
            if (exchange.request().method().equals("GET")) {
                cache.keep(key, new KeptAnswer(status, headers, body.getBytes(), askedWith, now, fresh, now + stored));
            }
            return body;
        });
        return true;
    }

    private boolean isToBeKept(Exchange.Response response, CacheDirectives said) {
        MultiMap headers = response.headers();
        if (response.status() == PARTIAL || !config.responseCode().contains(response.status())) {
            return false;
        }
        if (headers.getAll("Vary").stream().anyMatch(value -> value.contains("*"))) {
            return false;
        }
        if (config.cacheControl() && (said.has("no-cache") || said.has("private") || said.has("no-store"))) {
            return false;
        }
        if (!config.sharePrivate() && (headers.contains("Set-Cookie") || said.has("private") || said.has("no-store"))) {
            return false;
        }
        String type = headers.get("Content-Type");
        return type != null && types.stream().anyMatch(MediaType.of(type)::isOneOf);
    }

    private long freshSeconds(CacheDirectives said, String expires) {
        if (!config.cacheControl()) {
            return config.cacheTtl();
        }
        long named = expires == null ? config.cacheTtl() : secondsUntil(expires);
        return said.seconds("s-maxage", said.seconds("max-age", named));
    }

    /** What is no date is over: RFC 9111 section 5.3. */
    private long secondsUntil(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))
                            .getEpochSecond()
                    - now();
        } catch (DateTimeException unreadable) {
            return 0;
        }
    }

    private static List<Map.Entry<String, String>> kept(MultiMap headers) {
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!NOT_KEPT.contains(name) && NOT_KEPT_BEGINNINGS.stream().noneMatch(name::startsWith)) {
                kept.add(Map.entry(header.getKey(), header.getValue()));
            }
        }
        return List.copyOf(kept);
    }

    /** What the answer says that it depends on. */
    private static Map<String, String> askedWith(Exchange exchange) {
        Map<String, String> asked = new HashMap<>();
        // Who cannot unpack it must not get it, also when the upstream forgets to say so.
        if (exchange.response().headers().contains("Content-Encoding")) {
            asked.put(ACCEPT_ENCODING, CacheKey.said(exchange.request().headers(), ACCEPT_ENCODING));
        }
        for (String value : exchange.response().headers().getAll("Vary")) {
            for (String name : value.split(",")) {
                String plain = name.strip().toLowerCase(Locale.ROOT);
                if (!plain.isEmpty()) {
                    asked.put(plain, CacheKey.said(exchange.request().headers(), plain));
                }
            }
        }
        return Map.copyOf(asked);
    }

    private static CacheDirectives directives(MultiMap headers) {
        return new CacheDirectives(headers.getAll("Cache-Control"));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
