package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes one snapshot of an older one and the journals since: the last line of each consumer, without those who are gone. */
final class IdentityMerge {
    private final Path snapshot;
    private final List<Path> journals;
    private final DiskSeal seal;
    /** The number of the last line of each consumer that the journals speak of. */
    private final Map<UUID, Integer> last = new HashMap<>();

    private int count;
    private volatile boolean isCancelled;

    IdentityMerge(Path snapshot, List<Path> journals, DiskSeal seal) {
        this.snapshot = snapshot;
        this.journals = journals;
        this.seal = seal;
    }

    void writeTo(Path merged, Mark mark) throws IOException {
        for (Path journal : journals) each(journal, line -> last.put(IdentityLine.id(line), count++));
        try (SealedFrames.Writer out =
                new SealedFrames.Writer(merged, PrivateFile.create(PrivateFile.fresh(merged)), seal, 0)) {
            out.line(new IdentityLine.Head(mark.history(), Mark.NOTHING, mark.sequence()).line());
            each(snapshot, line -> {
                if (!last.containsKey(IdentityLine.id(line))) out.line(line);
            });
            count = 0;
            for (Path journal : journals)
                each(journal, line -> {
                    boolean isNewest = last.get(IdentityLine.id(line)) == count++;
                    if (isNewest && !IdentityLine.isOfNobody(line)) out.line(line);
                });
            out.line(IdentityLine.end());
            out.force();
        }
        PrivateFile.replace(merged);
    }

    void cancel() {
        isCancelled = true;
    }

    private void each(Path file, IdentityLine.Taking taking) throws IOException {
        try (SealedFrames.Reader frames = new SealedFrames.Reader(file, seal)) {
            for (SealedFrames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
                if (isCancelled) throw new IOException("given up");
                IdentityLine.each(frame.open(), line -> {
                    if (!IdentityLine.isEnd(line) && IdentityLine.head(line) == null) taking.take(line);
                });
            }
        }
    }
}
