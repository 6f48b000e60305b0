package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.concurrent.atomic.LongAdder;

/** Takes identities in as they come: each is in force at once, and all of a batch are on disk before the next is asked for. */
public final class IdentityTaking implements AutoCloseable {
    private static final Logger LOG = System.getLogger(IdentityTaking.class.getName());
    private static final long KEPT_AGAIN_NANOS = 60_000_000_000L;

    private final IdentityWire wire;
    private final LocalIdentityIndex index;
    private final IdentityStore store;
    private final LongAdder received = new LongAdder();
    private volatile Mark mark;
    private boolean isEmpty = true;
    private boolean isKept = true;
    private long failedAt;

    public IdentityTaking(IdentityWire wire, LocalIdentityIndex index, IdentityStore store) {
        this.wire = wire;
        this.index = index;
        this.store = store;
    }

    /** Those that the node kept. */
    public void restore() {
        try {
            mark = store.restore(wire, index).orElse(null);
            isEmpty = mark == null;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "The kept identities cannot be read: {0}", e.toString());
        }
    }

    /** How far what is in force has come; null before the first. */
    Mark mark() {
        return mark;
    }

    /** Consumers whose state has come since the start, each time it did. */
    public long received() {
        return received.sum();
    }

    boolean isBehind(NodeWire.Position at) {
        return Mark.of(mark, at.history()) != at.identities() || !isKept && mayKeep();
    }

    /** After a disk was full or broken, it is tried again now and then, and not with each change. */
    private boolean mayKeep() {
        return System.nanoTime() - failedAt > KEPT_AGAIN_NANOS;
    }

    void fetch(ControlPlaneClient client, URI address, NodeWire.Position at) throws IOException {
        // What is not on disk comes once more: it is the same state of the same consumers.
        Mark from = isKept || !mayKeep() ? mark : store.mark();
        long after = Mark.of(from, at.history());
        String path = NodeWire.IDENTITIES + "?after=" + after + "&history=" + at.history();
        client.get(address, path, null, (in, etag) -> take(in, new Mark(at.history(), after)));
    }

    private void take(InputStream in, Mark asked) throws IOException {
        LineReader lines = new LineReader(in);
        JsonNode head = json(lines.next());
        boolean isWhole = head.path("whole").asBoolean();
        if (!head.path("whole").isBoolean() || !head.path("sequence").isIntegralNumber())
            throw new IOException("the identities do not say how far they go");
        Mark reached = new Mark(asked.history(), head.path("sequence").asLong());
        if (!isWhole && asked.sequence() == Mark.NOTHING) throw new IOException("not all identities came");
        if (reached.sequence() < Mark.of(mark, asked.history()))
            throw new IOException("the identities are older than those in force");
        Keeping keeping = new Keeping(isWhole ? Mark.NOTHING : asked.sequence(), reached);
        boolean isReplacing = isWhole && !isEmpty;
        if (isReplacing) index.beginReplacing();
        try {
            for (byte[] line = lines.next(); ; line = lines.next()) {
                JsonNode read = json(line);
                if (read.has("end")) break;
                isEmpty = false;
                index.apply(change(read));
                received.increment();
                keeping.line(line);
            }
        } catch (IOException e) {
            keeping.giveUp();
            throw e;
        }
        if (isReplacing) index.endReplacing();
        keeping.end();
        mark = reached;
    }

    private IdentityChange change(JsonNode line) throws IOException {
        try {
            return wire.read(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("an identity cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(byte[] line) throws IOException {
        if (line == null) throw new IOException("the identities break off");
        try {
            return ConfigJson.MAPPER.readTree(line);
        } catch (IOException unreadable) {
            throw new IOException("the identities are not lines of JSON");
        }
    }

    /** A batch on its way to the disk. A disk that is full or broken costs the copy, not the change. */
    private final class Keeping {
        private boolean isGood;

        Keeping(long after, Mark reached) {
            boolean isNext = after == Mark.NOTHING || store.isAt(new Mark(reached.history(), after));
            boolean isNothing = after == reached.sequence();
            if (!isNext || isNothing || !isKept && !mayKeep()) return;
            isGood = true;
            attempt(() -> store.begin(after, reached));
        }

        void line(byte[] line) {
            attempt(() -> store.line(line));
        }

        void end() {
            attempt(() -> {
                store.commit();
                isKept = true;
            });
        }

        void giveUp() {
            if (isGood) store.abandon();
        }

        private void attempt(Step step) {
            if (!isGood) return;
            try {
                step.run();
            } catch (IOException e) {
                isGood = false;
                isKept = false;
                failedAt = System.nanoTime();
                LOG.log(Level.ERROR, "Identities are in force, but could not be kept on disk: {0}", e.toString());
                store.abandon();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The kept identities could not be closed: {0}", e.toString());
        }
    }
}
