package io.gatehouse.cluster;

import io.gatehouse.gateway.feed.NodeWire;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** One call of a node: what was asked, and how it is answered. */
final class NodeCall {
    private static final String JSON = "application/json";

    private final HttpServerRequest request;
    private final Buffer body;

    NodeCall(HttpServerRequest request, Buffer body) {
        this.request = request;
        this.body = body;
    }

    String address() {
        return request.remoteAddress().hostAddress();
    }

    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    Optional<String> argument(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    /** @throws NodeProblem when it is something else */
    <T extends Record> T body(Class<T> type) {
        try {
            return NodeWire.read(body.getBytes(), type);
        } catch (IllegalArgumentException unreadable) {
            throw new NodeProblem(400, unreadable.getMessage());
        }
    }

    HttpServerResponse response() {
        return request.response();
    }

    /** @param gone is told when the node hangs up before it has its answer */
    void onEnd(Handler<Void> gone) {
        request.response().closeHandler(gone);
    }

    void answer(Record message) {
        answer(200, message);
    }

    void answerNothing() {
        if (isOpen()) response().setStatusCode(204).end();
    }

    /** Who is not, or no longer, one of the nodes has nothing more to say on this connection. */
    void answer(NodeProblem problem) {
        if (!isOpen()) return;
        answer(problem.status(), new NodeWire.Problem(problem.getMessage()));
        if (problem.status() == 403) request.connection().close();
    }

    void answerNotModified() {
        if (isOpen()) response().setStatusCode(304).end();
    }

    /** On the event loop; no faster than the node takes it. */
    void answerPacked(String type, byte[] gzipped) {
        if (!isOpen()) return;
        beginPacked(type).putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(gzipped.length));
        send(gzipped, 0);
    }

    private void send(byte[] content, int from) {
        int at = from;
        while (at < content.length && !response().writeQueueFull()) {
            int count = Math.min(AnswerStream.PART, content.length - at);
            response().write(Buffer.buffer(count).appendBytes(content, at, count));
            at += count;
        }
        int next = at;
        if (at == content.length) response().end();
        else response().drainHandler(drained -> send(content, next));
    }

    HttpServerResponse beginPacked(String type) {
        return response().putHeader(HttpHeaders.CONTENT_TYPE, type).putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }

    void hangUp() {
        request.connection().close();
    }

    private void answer(int status, Record message) {
        if (!isOpen()) return;
        response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(Buffer.buffer(NodeWire.write(message)));
    }

    private boolean isOpen() {
        return !response().ended() && !response().closed();
    }
}
