package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Between the fields of HTTP/2 and those that the gateway works with. What would be read differently behind it is malformed
 * (RFC 9113, 8.2 and 8.3): then nothing of the request is looked at any further.
 */
final class Http2Fields {
    /** Fields that belong to a connection, which is none of a stream's business (RFC 9113, 8.2.2). */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    /** Of WebSockets over HTTP/2 (RFC 8441), which nobody was offered. */
    private static final String PROTOCOL = ":protocol";

    private static final int MOST_DIGITS = 16;

    private Http2Fields() {}

    /** A request or an answer that is none. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Malformed(String what) {
            super(what, null, false, false);
        }
    }

    /** The fields of a request. */
    static MultiMap request(Http2Headers from) {
        String method = pseudo(from, Http2Headers.PseudoHeaderName.METHOD);
        String path = pseudo(from, Http2Headers.PseudoHeaderName.PATH);
        String scheme = pseudo(from, Http2Headers.PseudoHeaderName.SCHEME);
        if (method == null || path == null || path.isEmpty() || scheme == null) throw new Malformed("pseudo-headers");
        if (!scheme.equals("http") && !scheme.equals("https")) throw new Malformed("scheme");
        // Nothing but a path may stand there: an address in its place would name a host of its own.
        if (path.charAt(0) != '/' && !path.equals("*")) throw new Malformed("path");
        if (from.contains(PROTOCOL)) throw new Malformed("pseudo-headers");
        MultiMap to = new HeadersMultiMap();
        String host = null;
        StringBuilder cookies = null;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            if (name.startsWith(":")) continue;
            String value = field.getValue().toString();
            check(name, value);
            if (name.equals("host")) {
                if (host != null) throw new Malformed("hosts");
                host = value;
            } else if (name.equals("cookie")) {
                // Split for the sake of compression only (RFC 9113, 8.2.3).
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(value);
            } else {
                to.add(name, value);
            }
        }
        if (cookies != null) to.add("cookie", cookies.toString());
        String authority = pseudo(from, Http2Headers.PseudoHeaderName.AUTHORITY);
        if (authority != null && host != null && !authority.equalsIgnoreCase(host)) throw new Malformed("hosts");
        if (authority != null || host != null) to.add("host", authority == null ? host : authority);
        return to;
    }

    private static String pseudo(Http2Headers from, Http2Headers.PseudoHeaderName name) {
        CharSequence value = from.get(name.value());
        if (value == null) return null;
        if (from.getAll(name.value()).size() > 1 || !HeadRules.isValue(value)) throw new Malformed("pseudo-headers");
        return value.toString();
    }

    private static void check(String name, String value) {
        boolean fits = HeadRules.isToken(name)
                && HeadRules.isValue(value)
                && value.length() == value.strip().length()
                && !OF_CONNECTIONS.contains(name);
        for (int i = 0; i < name.length() && fits; i++) fits = name.charAt(i) < 'A' || name.charAt(i) > 'Z';
        if (!fits || name.equals("te") && !value.equals("trailers")) throw new Malformed("field");
    }

    /** 0 for none, -1 when only the end of the body will tell. */
    static long bodyLength(MultiMap headers, boolean isWhole) {
        if (isWhole) return ClientRequest.NO_BODY;
        String length = headers.get("content-length");
        if (length == null) return ClientRequest.UNKNOWN_LENGTH;
        boolean digits = !length.isEmpty() && length.length() <= MOST_DIGITS;
        for (int i = 0; i < length.length() && digits; i++) digits = length.charAt(i) >= '0' && length.charAt(i) <= '9';
        if (!digits || headers.getAll("content-length").size() > 1) throw new Malformed("length");
        long declared = Long.parseLong(length);
        // The end comes in a frame of its own, but there is nothing to wait for.
        return declared == 0 ? ClientRequest.UNKNOWN_LENGTH : declared;
    }

    /** A request to an upstream. What stands behind an answer may be told to us. */
    static Http2Headers request(HttpRequest from, String scheme) {
        MultiMap fields = (MultiMap) from.headers();
        Http2Headers to = new DefaultHttp2Headers(false, fields.size() + 4);
        to.method(from.method().name())
                .scheme(scheme)
                .authority(fields.get("host"))
                .path(from.uri());
        fields.remove("host");
        return add(fields, to).set("te", "trailers");
    }

    /** Fields of an upstream's answer, or those behind it. Throws an {@link IllegalArgumentException} for what is none. */
    static HeadersMultiMap answer(Http2Headers from) {
        HeadersMultiMap to = new HeadersMultiMap(HeadRules::check);
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            if (field.getKey().charAt(0) != ':')
                to.add(field.getKey().toString(), field.getValue().toString());
        }
        return to;
    }

    /** An answer. */
    static Http2Headers response(int status, MultiMap from) {
        Http2Headers to = new DefaultHttp2Headers(false, from.size() + 1);
        to.status(Integer.toString(status));
        return add(from, to);
    }

    /** Adds what may be said on a stream. */
    static Http2Headers add(MultiMap from, Http2Headers to) {
        ((HeadersMultiMap) from).iteratorCharSequence().forEachRemaining(field -> {
            String name = field.getKey().toString().toLowerCase(Locale.ROOT);
            if (!OF_CONNECTIONS.contains(name)) to.add(name, field.getValue());
        });
        return to;
    }
}
