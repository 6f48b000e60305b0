package io.gatehouse.cluster;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What a call brings along, as long as it is not too much. */
final class BoundedBody {
    /** As much is read of what is too much and thrown away, so that the other side comes to read why. */
    private static final int PATIENCE = 1 << 20;

    private final HttpServerRequest request;
    private final int most;
    private final Buffer body = Buffer.buffer();
    private long length;

    BoundedBody(HttpServerRequest request, int most) {
        this.request = request;
        this.most = most;
    }

    /** @param whole is told the body, unless it is refused */
    void read(Handler<Buffer> whole) {
        request.handler(this::take);
        request.endHandler(end -> {
            if (length <= most) whole.handle(body);
        });
    }

    private void take(Buffer part) {
        boolean wasTooMuch = length > most;
        length += part.length();
        if (length <= most) body.appendBuffer(part);
        else if (length > most + PATIENCE) request.connection().close();
        else if (!wasTooMuch)
            new NodeCall(request, Buffer.buffer()).answer(new NodeProblem(413, "Send at most " + most + " bytes."));
    }
}
