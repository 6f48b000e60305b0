package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The opening of a WebSocket (RFC 6455, 4). Both halves are checked, since whoever opens a tunnel on a half-valid one lets a client
 * speak to the upstream past every plugin.
 */
final class WebSocketHandshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int SWITCHING_PROTOCOLS = 101;

    private WebSocketHandshake() {}

    /** What the client has asked for one with; null for any other request. */
    static String key(ClientRequest request) {
        return isAskedFor(request) ? request.headers().get("sec-websocket-key") : null;
    }

    private static boolean isAskedFor(ClientRequest request) {
        MultiMap headers = request.headers();
        return headers.contains("upgrade")
                && request.version() == HttpVersion.HTTP_1_1
                && request.method().equals("GET")
                && "websocket".equalsIgnoreCase(only(headers, "upgrade"))
                && HeadRules.names(headers.get("connection"), "upgrade")
                && "13".equals(only(headers, "sec-websocket-version"))
                && isKey(only(headers, "sec-websocket-key"));
    }

    static void ask(MultiMap upstream) {
        upstream.set("Connection", "Upgrade").set("Upgrade", "websocket");
    }

    static boolean isAccepted(HttpResponse response, String key) {
        HttpHeaders headers = response.headers();
        return response.status().code() == SWITCHING_PROTOCOLS
                && "websocket".equalsIgnoreCase(headers.get("upgrade"))
                && HeadRules.names(headers.get("connection"), "upgrade")
                && accept(key).equals(headers.get("sec-websocket-accept"));
    }

    /** Null also if there are several, of which the upstream might take another. */
    private static String only(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    private static boolean isKey(String text) {
        try {
            return text != null && Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException junk) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
