package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that their owner alone may read, from before the first byte is in them, and that are whole after a crash or are not there. */
public final class PrivateFile {
    private static final String FRESH = ".new";

    private PrivateFile() {}

    /** In place of what was there, at once. */
    public static void write(Path file, byte[] content) throws IOException {
        Path fresh = fresh(file);
        try (FileChannel channel = create(fresh)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        replace(file);
    }

    /** Where the next content is made. */
    static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + FRESH);
    }

    /** Puts the next content, which must be on disk, in place of what was there. */
    static void replace(Path file) throws IOException {
        Files.move(fresh(file), file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(file);
    }

    /** Empty, whatever was there. */
    static FileChannel create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.deleteIfExists(file);
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), forOwner(folder));
    }

    private static FileAttribute<?>[] forOwner(Path folder) throws IOException {
        boolean isPosix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** So that the name outlives a crash as well. Systems that cannot do it keep names by themselves. */
    private static void forceFolder(Path file) {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException notPossible) {
            // As said above.
        }
    }
}
