package io.gatehouse.gateway.feed;

import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings kept identities back: frames are opened and read on all cores, and applied in their order. Little of it is in memory at a time. */
final class IdentityReplay implements AutoCloseable {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final IdentityWire wire;
    private final LocalIdentityIndex index;
    private final DiskSeal seal;
    private final ExecutorService threads = Executors.newFixedThreadPool(CORES, task -> {
        Thread reader = new Thread(task, "identities");
        reader.setDaemon(true);
        return reader;
    });

    IdentityReplay(IdentityWire wire, LocalIdentityIndex index, DiskSeal seal) {
        this.wire = wire;
        this.index = index;
        this.seal = seal;
    }

    /**
     * How far a file could be read.
     *
     * @param mark after its last whole batch
     * @param end of that batch, in bytes
     * @param next number of the frame after it
     * @param damage what stands in the way of more; null if that was all
     */
    record Replayed(Mark mark, long end, long next, String damage) {}

    /** What a frame holds; the lines around a batch are null and false where they are in another one. */
    private record Part(IdentityLine.Head head, List<IdentityChange> changes, boolean isLast) {}

    private record Opening(SealedFrames.Frame frame, Future<Part> part) {}

    /** @param from where the batches in the file have to begin; null for a snapshot */
    Replayed replay(Path file, Mark from) throws IOException {
        Mark mark = from;
        IdentityLine.Head batch = null;
        long end = 0;
        long next = 0;
        Deque<Opening> openings = new ArrayDeque<>();
        try (SealedFrames.Reader frames = new SealedFrames.Reader(file, seal)) {
            String cut = fill(openings, frames);
            for (Opening opening = openings.poll(); opening != null; opening = openings.poll()) {
                Part part = result(opening.part());
                if (part == null)
                    return new Replayed(
                            mark, end, next, "frame " + opening.frame().place() + " does not open");
                if (part.head() != null) {
                    if (!part.head().follows(mark))
                        return new Replayed(mark, end, next, "it does not go on from there");
                    batch = part.head();
                }
                if (batch == null) return new Replayed(mark, end, next, "it begins in the middle");
                part.changes().forEach(index::apply);
                if (part.isLast()) {
                    mark = batch.reached();
                    batch = null;
                    end = opening.frame().end();
                    next = opening.frame().next();
                }
                if (cut == null) cut = fill(openings, frames);
            }
            return new Replayed(mark, end, next, batch == null ? cut : "the last batch is not whole");
        } finally {
            openings.forEach(opening -> opening.part().cancel(true));
        }
    }

    /** What is wrong with the next frame; null if nothing is, or if there is none. */
    private String fill(Deque<Opening> openings, SealedFrames.Reader frames) {
        try {
            while (openings.size() < 2 * CORES) {
                SealedFrames.Frame frame = frames.next();
                if (frame == null) return null;
                openings.add(new Opening(frame, threads.submit(() -> read(frame))));
            }
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private Part read(SealedFrames.Frame frame) throws IOException {
        List<IdentityChange> changes = new ArrayList<>();
        IdentityLine.Head[] head = {null};
        boolean[] isLast = {false};
        IdentityLine.each(frame.open(), line -> {
            if (IdentityLine.isEnd(line)) {
                isLast[0] = true;
                return;
            }
            IdentityLine.Head found = IdentityLine.head(line);
            if (found != null) head[0] = found;
            else changes.add(wire.read(ConfigJson.MAPPER.readTree(line)));
        });
        return new Part(head[0], changes, isLast[0]);
    }

    /** Null if it is damaged. */
    private static Part result(Future<Part> part) {
        try {
            return part.get();
        } catch (ExecutionException damaged) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
