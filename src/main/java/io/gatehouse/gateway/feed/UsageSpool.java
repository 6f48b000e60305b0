package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Sums of calls that no control plane has yet, on disk in numbered batches. A batch that may have been sent is never changed, so that its
 * number stands for it; what comes while several wait joins the newest. When all of it grows too large the oldest is dropped, and its
 * calls are counted.
 */
public final class UsageSpool {
    private static final Logger LOG = System.getLogger(UsageSpool.class.getName());
    private static final String WAITING = ".json";
    private static final String SENT = ".sent";
    private static final long MOST_BYTES = 64 << 20;

    private final Path folder;
    private final long mostBytes;
    private final TreeMap<Long, Long> bytesByNumber = new TreeMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private long last;

    public UsageSpool(Path folder) {
        this(folder, MOST_BYTES);
    }

    UsageSpool(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        // A lost folder must not lead to numbers that were there before.
        last = System.currentTimeMillis();
        try {
            if (Files.isDirectory(folder)) find();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the usage that waits in " + folder, e);
        }
    }

    private void find() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.matches("\\d{1,18}\\.(json|sent)")) continue;
                long number = Long.parseLong(name.substring(0, name.indexOf('.')));
                last = Math.max(last, number);
                if (name.endsWith(WAITING)) bytesByNumber.put(number, Files.size(file));
            }
        }
    }

    /** Calls in batches that were dropped. */
    public long dropped() {
        return dropped.get();
    }

    public synchronized int waiting() {
        return bytesByNumber.size();
    }

    /** On disk when this returns. */
    public synchronized void add(List<NodeWire.UsageRow> rows, Map<UUID, Long> keyUse) throws IOException {
        // The only one may be on its way.
        NodeWire.Usage newest = bytesByNumber.size() < 2 ? null : read(bytesByNumber.lastKey());
        if (newest == null) {
            write(last + 1, rows, keyUse);
        } else {
            Map<UUID, Long> uses = new HashMap<>(newest.keyUse());
            keyUse.forEach((key, at) -> uses.merge(key, at, Math::max));
            write(newest.batch(), summed(newest.rows(), rows), uses);
        }
        dropOldest();
    }

    /** As one batch, or in as many as there have to be. */
    private void write(long first, List<NodeWire.UsageRow> rows, Map<UUID, Long> keyUse) throws IOException {
        List<Map.Entry<UUID, Long>> uses = List.copyOf(keyUse.entrySet());
        long number = first;
        for (int at = 0; at < Math.max(rows.size(), uses.size()); at += NodeWire.MOST_ROWS, number++) {
            Map<UUID, Long> part = new HashMap<>();
            part(uses, at).forEach(use -> part.put(use.getKey(), use.getValue()));
            write(new NodeWire.Usage(number, part(rows, at), part));
        }
    }

    private static <T> List<T> part(List<T> all, int from) {
        int most = NodeWire.MOST_ROWS;
        return from >= all.size() ? List.of() : all.subList(from, Math.min(all.size(), from + most));
    }

    private static List<NodeWire.UsageRow> summed(List<NodeWire.UsageRow> some, List<NodeWire.UsageRow> more) {
        Map<NodeWire.UsageRow, long[]> sums = new HashMap<>();
        for (List<NodeWire.UsageRow> rows : List.of(some, more))
            for (NodeWire.UsageRow row : rows) {
                NodeWire.UsageRow key = with(row, 0, 0);
                long[] sum = sums.computeIfAbsent(key, any -> new long[2]);
                sum[0] += row.calls();
                sum[1] += row.latencyMs();
            }
        return sums.entrySet().stream()
                .map(entry -> with(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                .toList();
    }

    private static NodeWire.UsageRow with(NodeWire.UsageRow row, long calls, long latencyMs) {
        return new NodeWire.UsageRow(row.hour(), row.consumerId(), row.service(), row.outcome(), calls, latencyMs);
    }

    private void write(NodeWire.Usage batch) throws IOException {
        byte[] content = NodeWire.write(batch);
        PrivateFile.write(file(batch.batch(), WAITING), content);
        bytesByNumber.put(batch.batch(), (long) content.length);
        last = Math.max(last, batch.batch());
    }

    private void dropOldest() throws IOException {
        while (bytesByNumber.size() > 1
                && bytesByNumber.values().stream().mapToLong(Long::longValue).sum() > mostBytes) drop(oldest());
    }

    /** The next to be sent; null if nothing waits. */
    synchronized NodeWire.Usage oldest() {
        while (!bytesByNumber.isEmpty()) {
            long number = bytesByNumber.firstKey();
            NodeWire.Usage batch = read(number);
            if (batch != null) return batch;
            done(number);
        }
        return null;
    }

    /** Null for one that is damaged. */
    private NodeWire.Usage read(long number) {
        try {
            NodeWire.Usage batch = NodeWire.read(Files.readAllBytes(file(number, WAITING)), NodeWire.Usage.class);
            if (batch.rows() != null && batch.keyUse() != null) return batch;
        } catch (IOException | IllegalArgumentException e) {
            // Told below.
        }
        LOG.log(Level.ERROR, "{0} is damaged and left out", file(number, WAITING));
        return null;
    }

    /** A control plane has it. The highest number stays on disk, so that it is never given again. */
    synchronized void done(long number) {
        try {
            bytesByNumber.remove(number);
            Files.move(file(number, WAITING), file(number, SENT), StandardCopyOption.REPLACE_EXISTING);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList())
                    if (file.toString().endsWith(SENT) && !file.equals(file(number, SENT))) Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is sent once more after a restart, and known by its number then.
            LOG.log(Level.WARNING, "A batch of usage that was sent stays on disk: {0}", e.toString());
        }
    }

    /** Will never be taken. */
    synchronized void drop(NodeWire.Usage batch) {
        if (batch == null) return;
        long calls = batch.rows().stream().mapToLong(NodeWire.UsageRow::calls).sum();
        dropped.addAndGet(calls);
        LOG.log(Level.WARNING, "Usage of {0} calls is dropped", Long.toString(calls));
        done(batch.batch());
    }

    private Path file(long number, String ending) {
        return folder.resolve(number + ending);
    }
}
