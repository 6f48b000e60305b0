package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange;
import io.vertx.core.MultiMap;

/** The head of the answer, as plugins may change it before it leaves. Its headers are those that will be written. */
final class Answer implements Exchange.Response {
    private final MultiMap headers;
    private final boolean fromUpstream;
    private int status;

    Answer(MultiMap headers, int status, boolean fromUpstream) {
        this.headers = headers;
        this.status = status;
        this.fromUpstream = fromUpstream;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int status) {
        this.status = status;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public boolean isFromUpstream() {
        return fromUpstream;
    }
}
