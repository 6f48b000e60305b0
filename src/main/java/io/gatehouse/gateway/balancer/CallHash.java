package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.plugin.Exchange;
import java.util.UUID;

/** Makes a number of what decides where a call goes. */
final class CallHash {
    /** There is nothing to hash. */
    static final long NONE = 0;

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final String input;
    private final String name;

    private CallHash(String input, String name) {
        this.input = input;
        this.name = name;
    }

    static CallHash on(Upstream upstream) {
        return new CallHash(upstream.hashOn(), upstream.input(upstream.hashOn(), false));
    }

    static CallHash fallback(Upstream upstream) {
        return new CallHash(upstream.hashFallback(), upstream.input(upstream.hashFallback(), true));
    }

    boolean isCookie() {
        return input.equals("cookie");
    }

    /** {@link #NONE} when the call has no such thing. */
    long of(Exchange exchange) {
        return switch (input) {
            case "consumer" ->
                exchange.consumer() == null ? NONE : of(exchange.consumer().id());
            case "ip" -> of(exchange.request().clientAddress());
            case "header" -> of(exchange.request().headers().get(name));
            case "cookie" -> within(exchange.request().headers().get("cookie"), ';');
            case "path" -> of(exchange.request().path());
            case "query_arg" -> within(exchange.request().query(), '&');
            case "uri_capture" -> of(exchange.uriCapture(name));
            default -> NONE;
        };
    }

    private static long of(UUID id) {
        return id == null ? NONE : mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits())) | 1;
    }

    static long of(String text) {
        return text == null || text.isEmpty() ? NONE : of(text, 0, text.length());
    }

    /** The value of {@code name=value} in a list. Read in place: a string for every call would be thrown away at once. */
    private long within(String list, char separator) {
        if (list == null) return NONE;
        int from = 0;
        while (from < list.length()) {
            int end = list.indexOf(separator, from);
            if (end < 0) end = list.length();
            while (from < end && list.charAt(from) == ' ') from++;
            int value = from + name.length() + 1;
            if (value < end && list.startsWith(name, from) && list.charAt(value - 1) == '=')
                return of(list, value, end);
            from = end + 1;
        }
        return NONE;
    }

    private static long of(String text, int from, int to) {
        long hash = BASIS;
        for (int i = from; i < to; i++) hash = (hash ^ text.charAt(i)) * PRIME;
        return mix(hash) | 1;
    }

    /** Spreads what differs in a few bits over all of them. */
    static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
