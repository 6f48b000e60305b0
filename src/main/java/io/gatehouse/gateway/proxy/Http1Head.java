package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/** The head of a request as it stands on a connection. */
final class Http1Head {
    private final HttpRequest request;

    Http1Head(HttpRequest request) {
        this.request = request;
    }

    boolean isReadable() {
        return request.decoderResult().isSuccess();
    }

    HttpVersion version() {
        return isOld() ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    boolean isOld() {
        return isReadable() && request.protocolVersion().minorVersion() == 0;
    }

    String method() {
        return request.method().name();
    }

    boolean asksForHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    String target() {
        return request.uri();
    }

    MultiMap headers() {
        return request.headers() instanceof MultiMap fields ? fields : HttpHeaders.headers();
    }

    /** 0 for none, -1 when only the end of the body will tell. */
    long bodyLength() {
        if (headers().contains(Names.TRANSFER_ENCODING)) return ClientRequest.UNKNOWN_LENGTH;
        String length = headers().get(Names.CONTENT_LENGTH);
        return length == null ? ClientRequest.NO_BODY : Long.parseLong(length);
    }

    /** Whether its client wants no other answer on this connection. */
    boolean isLast() {
        String options = request.headers().get(Names.CONNECTION);
        if (options == null) return isOld();
        return HeadRules.names(options, "close") || isOld() && !HeadRules.names(options, "keep-alive");
    }
}
