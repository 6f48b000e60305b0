package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.tls.UpstreamTls;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the log says about TLS with upstreams, while it is open. */
final class Warnings extends Handler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UpstreamTls.class.getName());

    private final List<String> lines = new CopyOnWriteArrayList<>();

    Warnings() {
        LOG.addHandler(this);
    }

    String all() {
        return String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord said) {
        lines.add(said.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.removeHandler(this);
    }
}
