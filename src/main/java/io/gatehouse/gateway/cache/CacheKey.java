package io.gatehouse.gateway.cache;

import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.TokenCaller;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names what a request asks for. Everything counts by which the upstream may tell requests apart, above all who calls: with a part
 * left out, one caller could choose what another one gets.
 */
public final class CacheKey {

    private CacheKey() {}

    /**
     * @param arguments of the query string that count; all if empty
     * @param headers of the request that count besides
     */
    public static String of(Exchange exchange, boolean ignoresCase, List<String> arguments, List<String> headers) {
        Exchange.Request request = exchange.request();
        List<String> parts = new ArrayList<>();
        parts.add(exchange.consumer() == null ? "" : exchange.consumer().id().toString());
        TokenCaller caller = TokenCaller.of(exchange);
        parts.add(caller == null ? "" : "," + caller);
        parts.add(exchange.route() == null ? "" : exchange.route().id().toString());
        parts.add(exchange.service() == null ? "" : exchange.service().id().toString());
        parts.add(request.scheme());
        parts.add(request.host());
        parts.add(exchange.upstream().host());
        parts.add(path(request.path(), ignoresCase));
        parts.add(path(exchange.upstream().path(), ignoresCase));
        parts.add(arguments(request.query(), arguments));
        parts.add(arguments(exchange.upstream().query(), arguments));
        headers.stream()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(name -> parts.add(said(request.headers(), name)));
        return digest(parts);
    }

    /** All values of a field, told apart from none at all. */
    public static String said(MultiMap headers, String name) {
        return headers.getAll(name).stream().map(value -> "," + value).collect(Collectors.joining());
    }

    private static String path(String path, boolean ignoresCase) {
        return ignoresCase ? path.toLowerCase(Locale.ROOT) : path;
    }

    /** In the order of their names; several of one name stay in theirs. */
    private static String arguments(String query, List<String> counting) {
        if (query == null) {
            return "";
        }
        Arguments sent = Arguments.parse(query);
        Arguments sorted = Arguments.parse("");
        sent.names().stream()
                .distinct()
                .filter(name -> counting.isEmpty() || counting.contains(name))
                .sorted()
                .forEach(name -> sent.all(name).forEach(value -> sorted.append(name, value)));
        return sorted.encoded();
    }

    /** Each part with its length in front, so that none can reach into the next. */
    private static String digest(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                String text = part == null ? "" : part;
                sha.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
