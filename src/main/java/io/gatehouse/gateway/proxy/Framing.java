package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.MultiMap;

/**
 * Where an answer ends. Decided here and written anew, whatever upstream or plugins said about it.
 *
 * @param hasBody whether anything follows the head
 * @param length of the body, -1 when only its end will tell
 * @param field value of Content-Length, which on HEAD and 304 speaks of a body that is not sent; null for none
 */
record Framing(boolean hasBody, long length, String field) {
    private static final Framing NOTHING = new Framing(true, 0, "0");

    /** @param method with which the upstream was asked, which may be another one than the client's */
    static Framing of(HttpHeaders from, ClientRequest request, String method, int status) {
        // A client that did not ask for the head alone would wait for what the head speaks of.
        if (method.equals("HEAD") && !request.isHead() && !isBodiless(status)) return NOTHING;
        boolean chunked = from.contains(Names.TRANSFER_ENCODING);
        String field = chunked || status == 204 ? null : from.get(Names.CONTENT_LENGTH);
        boolean hasBody = !request.isHead() && !isBodiless(status);
        return new Framing(hasBody, field == null ? -1 : Long.parseLong(field), field);
    }

    static boolean isBodiless(int status) {
        return status == 204 || status == 304;
    }

    void write(MultiMap to) {
        to.remove(Names.TRANSFER_ENCODING);
        if (field != null) to.set(Names.CONTENT_LENGTH, field);
        else to.remove(Names.CONTENT_LENGTH);
    }
}
