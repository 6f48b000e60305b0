package io.gatehouse.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of the embedded database is for its owner alone; H2 leaves it to the umask, which mostly lets everybody read. */
final class H2File {
    private static final String PREFIX = "jdbc:h2:file:";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private H2File() {}

    /** Does nothing for any other database. */
    static void close(String url) {
        if (!url.startsWith(PREFIX)) return;
        String name = url.substring(PREFIX.length()).replaceFirst(";.*", "");
        if (name.startsWith("~")) name = System.getProperty("user.home") + name.substring(1);
        for (String kind : new String[] {".mv.db", ".trace.db"}) close(Path.of(name + kind));
    }

    private static void close(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view == null || !Files.exists(file)) return;
            if (!view.readAttributes().permissions().equals(OWNER)) view.setPermissions(OWNER);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + file + " to others", e);
        }
    }
}
