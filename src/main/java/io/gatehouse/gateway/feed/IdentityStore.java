package io.gatehouse.gateway.feed;

import io.gatehouse.gateway.credential.LocalIdentityIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The identities of a node on disk: a snapshot, and a journal in which each batch of changes is appended. What a change costs does not
 * grow with the number of identities. When the journal has become half as large as the snapshot, both become the next snapshot,
 * beside the traffic; the one before is kept until the next but one.
 *
 * <p>Used by one thread; only making the next snapshot is another's work.
 */
public final class IdentityStore implements AutoCloseable {
    private static final Logger LOG = System.getLogger(IdentityStore.class.getName());
    private static final long SMALLEST_JOURNAL = 8 << 20;

    private final IdentityFiles files;
    private final DiskSeal seal;
    private final long smallestJournal;
    /** The chain in use: a snapshot, and the journals from the same number on. */
    private volatile long snapshot;

    private long journal;
    /** Of the journals of the chain before the one that is written. */
    private volatile long earlierBytes;

    private volatile boolean isMergeable = true;
    private SealedFrames.Writer writer;
    private Mark mark;
    private Batch batch;
    private IdentityMerge merge;
    private Thread merging;

    /** Lines that belong together. */
    private record Batch(IdentityLine.Head head, SealedFrames.Writer to, long size, long index) {
        boolean isWhole() {
            return head.after() == Mark.NOTHING;
        }
    }

    public IdentityStore(Path folder, DiskSeal seal) {
        this(folder, seal, SMALLEST_JOURNAL);
    }

    IdentityStore(Path folder, DiskSeal seal, long smallestJournal) {
        files = new IdentityFiles(folder);
        this.seal = seal;
        this.smallestJournal = smallestJournal;
    }

    /** How far what is on disk has come; null if there is nothing. */
    Mark mark() {
        return mark;
    }

    /** Fills the index, which knows nobody else afterwards. Empty if nothing was kept, or nothing can be used. */
    public Optional<Mark> restore(IdentityWire wire, LocalIdentityIndex index) throws IOException {
        files.deleteUnfinished();
        boolean isFirst = true;
        try (IdentityReplay replay = new IdentityReplay(wire, index, seal)) {
            for (long number : files.snapshots()) {
                // Nobody of a damaged one stays. That costs a set of all ids, and so is not done for the first.
                if (!isFirst) index.beginReplacing();
                var replayed = replay.replay(files.snapshot(number), null);
                boolean isUsable = replayed.mark() != null && replayed.damage() == null;
                if (isUsable) goOn(replay, number, replayed.mark());
                if (!isFirst && isUsable) index.endReplacing();
                if (isUsable) return Optional.of(mark);
                isFirst = false;
                LOG.log(
                        Level.ERROR,
                        "{0} is damaged or sealed with another key, and passed over: {1}",
                        files.snapshot(number),
                        replayed.damage() == null ? "it is not whole" : replayed.damage());
            }
        }
        if (!isFirst) index.replace(List.of());
        return Optional.empty();
    }

    /** From a snapshot through its journals, up to where they can be read. */
    private void goOn(IdentityReplay replay, long number, Mark from) throws IOException {
        mark = from;
        snapshot = number;
        journal = number;
        var replayed = new IdentityReplay.Replayed(from, 0, 0, null);
        earlierBytes = 0;
        for (long next = number; Files.exists(files.journal(next)) && replayed.damage() == null; next++) {
            if (next > number) earlierBytes += replayed.end();
            replayed = replay.replay(files.journal(next), mark);
            mark = replayed.mark();
            journal = next;
            if (replayed.damage() != null)
                LOG.log(Level.ERROR, "{0} is cut off: {1}", files.journal(next), replayed.damage());
        }
        files.deleteBeyond(snapshot, journal);
        append(journal, replayed.end(), replayed.next());
    }

    private void append(long number, long end, long next) throws IOException {
        Path file = files.journal(number);
        FileChannel channel =
                Files.exists(file) ? FileChannel.open(file, StandardOpenOption.WRITE) : PrivateFile.create(file);
        writer = new SealedFrames.Writer(file, channel, seal, next);
        writer.cut(end, next);
        journal = number;
    }

    /** Whether changes from there on can be appended. */
    boolean isAt(Mark some) {
        return mark != null && mark.equals(some);
    }

    /** @param after {@link Mark#NOTHING} when all that there is follows */
    void begin(long after, Mark reached) throws IOException {
        IdentityLine.Head head = new IdentityLine.Head(reached.history(), after, reached.sequence());
        if (after == Mark.NOTHING) {
            endMerging();
            Path next = files.snapshot(files.highest() + 1);
            FileChannel channel = PrivateFile.create(PrivateFile.fresh(next));
            batch = new Batch(head, new SealedFrames.Writer(next, channel, seal, 0), 0, 0);
        } else {
            batch = new Batch(head, writer, writer.size(), writer.index());
        }
        batch.to().line(head.line());
    }

    void line(byte[] line) throws IOException {
        batch.to().line(line);
    }

    /** On disk when this returns. */
    void commit() throws IOException {
        batch.to().line(IdentityLine.end());
        batch.to().force();
        if (batch.isWhole()) begunAnew();
        mark = batch.head().reached();
        batch = null;
        if (earlierBytes + writer.size() > Math.max(smallestJournal, Files.size(files.snapshot(snapshot)) / 2)) merge();
    }

    private void begunAnew() throws IOException {
        batch.to().close();
        long before = snapshot;
        long next = files.highest();
        PrivateFile.replace(files.snapshot(next));
        if (writer != null) writer.close();
        earlierBytes = 0;
        isMergeable = true;
        append(next, 0, 0);
        snapshot = next;
        files.deleteBefore(before);
    }

    /** What was begun and not committed has not been. */
    void abandon() {
        if (batch == null) return;
        Batch broken = batch;
        batch = null;
        try {
            if (broken.isWhole()) {
                broken.to().close();
                files.deleteUnfinished();
            } else {
                broken.to().cut(broken.size(), broken.index());
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "Identities cannot be kept on disk: {0}", e.toString());
            mark = null;
        }
    }

    private void merge() throws IOException {
        if (!isMergeable || merging != null && merging.isAlive()) return;
        List<Path> journals = new ArrayList<>();
        for (long number = snapshot; number <= journal; number++) journals.add(files.journal(number));
        earlierBytes += writer.size();
        writer.close();
        append(journal + 1, 0, 0);
        long next = journal;
        Mark reached = mark;
        merge = new IdentityMerge(files.snapshot(snapshot), journals, seal);
        IdentityMerge own = merge;
        merging = new Thread(() -> merge(own, next, reached), "identities-merge");
        merging.setDaemon(true);
        merging.start();
    }

    private void merge(IdentityMerge own, long next, Mark reached) {
        try {
            own.writeTo(files.snapshot(next), reached);
            long before = snapshot;
            snapshot = next;
            earlierBytes = 0;
            files.deleteBefore(before);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            isMergeable = false;
            LOG.log(Level.WARNING, "The kept identities could not be brought together: {0}", e.toString());
        }
    }

    /** Waits for a snapshot that is being made, or gives it up. */
    private void endMerging() {
        if (merging == null) return;
        merge.cancel();
        joinMerging();
        merging = null;
    }

    void joinMerging() {
        try {
            if (merging != null) merging.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of another installation, or of another group. */
    public void forget() throws IOException {
        endMerging();
        if (writer != null) writer.close();
        writer = null;
        mark = null;
        files.deleteAll();
    }

    @Override
    public void close() throws IOException {
        endMerging();
        if (writer != null) writer.close();
    }
}
