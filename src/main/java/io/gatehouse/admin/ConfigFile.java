package io.gatehouse.admin;

import io.gatehouse.gateway.document.DocumentProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The configuration that an operator keeps in a file, in force again whenever it changes. It is looked at instead of being watched by
 * the system, which loses sight of a file that an editor replaces, or that lies on another machine. What is still being written is
 * left until two looks see the same.
 */
final class ConfigFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConfigFile.class);
    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Path file;
    private final Function<String, List<DocumentProblem>> sink;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread follower = new Thread(task, "config-file");
        follower.setDaemon(true);
        return follower;
    });
    private Stamp read = Stamp.NONE;
    private Stamp seen = Stamp.NONE;

    /** By which a change of a file shows, without reading it. Of the same size at the same moment, a replaced one is another file. */
    private record Stamp(FileTime changed, long size, Object file) {
        static final Stamp NONE = new Stamp(null, 0, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
            } catch (IOException e) {
                return NONE;
            }
        }
    }

    /** @param sink takes the text, or says what is wrong with it */
    ConfigFile(Path file, Function<String, List<DocumentProblem>> sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Nothing when it is in force; otherwise all is as it was. */
    List<DocumentProblem> load() {
        read = Stamp.of(file);
        seen = read;
        try {
            return sink.apply(Files.readString(file));
        } catch (CharacterCodingException e) {
            return List.of(DocumentProblem.of("", "it is not text in UTF-8"));
        } catch (IOException e) {
            return List.of(DocumentProblem.of("", "it cannot be read: " + e));
        }
    }

    void follow() {
        thread.scheduleWithFixedDelay(this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    /** Loads what is new and at rest. What was refused is not tried again until it changes. */
    void look() {
        Stamp now = Stamp.of(file);
        boolean isAtRest = now.equals(seen);
        seen = now;
        if (!isAtRest || now.equals(read)) return;
        if (now.equals(Stamp.NONE)) {
            read = now;
            LOG.warnf("%s is gone or cannot be read. What it said last stays in force", file);
            return;
        }
        reload();
    }

    private void reload() {
        try {
            List<DocumentProblem> problems = load();
            if (problems.isEmpty()) {
                LOG.infof("%s has changed, and is in force", file);
                return;
            }
            LOG.errorf("%s has changed and is refused. The old configuration stays in force:", file);
            problems.forEach(problem -> LOG.error("  " + problem.told()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s has changed and could not be loaded. The old configuration stays in force", file);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
