package io.gatehouse.gateway.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What the gateway says to calls of gRPC, which read neither status nor body but two fields in place of them. */
final class GrpcAnswers {
    private static final int CANCELLED = 1;
    private static final int INVALID_ARGUMENT = 3;
    private static final int INTERNAL = 13;
    private static final int MOST_OF_A_MESSAGE = 1024;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private GrpcAnswers() {}

    /** Why a call does not fit a route for gRPC; null if it does. */
    static OwnAnswer refusal(Route route, ClientRequest request) {
        if (!request.saysGrpc()) return OwnAnswer.refusal(415, "Non-gRPC request matched gRPC route");
        if (!request.isGrpc()) {
            MultiMap headers =
                    HttpHeaders.headers().set("Connection", "Upgrade").set("Upgrade", "HTTP/2");
            return new OwnAnswer(426, "Please use HTTP2 protocol", headers, null, false);
        }
        if (route.protocols().contains("grpc") || request.scheme().equals("https")) return null;
        MultiMap headers = HttpHeaders.headers().set("grpc-status", Integer.toString(CANCELLED));
        return new OwnAnswer(200, "gRPC request matched gRPCs route", headers, null, false);
    }

    /** Adds its headers, and the fields that say the same. There is no body. */
    static Buffer write(OwnAnswer own, MultiMap to) {
        if (own.headers() != null) to.addAll(own.headers());
        to.remove("content-length");
        to.set("Content-Type", "application/grpc");
        if (!to.contains("grpc-status")) to.set("grpc-status", Integer.toString(status(own.status())));
        String message = own.message() != null ? own.message() : messageIn(own.body());
        if (!message.isEmpty() && !to.contains("grpc-message")) to.set("grpc-message", escaped(message));
        return Buffer.buffer();
    }

    static int status(int http) {
        return switch (http) {
            case 400 -> INVALID_ARGUMENT;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 5;
            case 409 -> 6;
            case 429 -> 8;
            case 499 -> CANCELLED;
            case 501 -> 12;
            case 503 -> 14;
            case 504 -> 4;
            default -> http < 400 ? 0 : http < 500 ? INVALID_ARGUMENT : INTERNAL;
        };
    }

    private static String messageIn(Buffer body) {
        if (body == null || body.length() == 0) return "";
        String text = body.getString(0, Math.min(body.length(), MOST_OF_A_MESSAGE));
        try {
            return ConfigJson.MAPPER.readTree(text).path("message").asText("");
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    /** Everything but printable ASCII, and the percent sign. */
    private static String escaped(String message) {
        StringBuilder escaped = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 127 && b != '%') escaped.append((char) b);
            else escaped.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
        }
        return escaped.toString();
    }
}
