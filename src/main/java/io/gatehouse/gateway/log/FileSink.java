package io.gatehouse.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Appends lines to a file that only its owner can read. Follows no link, and writes to nothing but files and standard output. */
public final class FileSink implements LogSink {
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final boolean POSIX =
            Path.of("/").getFileSystem().supportedFileAttributeViews().contains("posix");

    private final String path;
    private final boolean reopen;
    private FileChannel file;

    /** @param reopen whether each write opens the file, which a rotation by renaming needs */
    public FileSink(String path, boolean reopen) {
        this.path = path;
        this.reopen = reopen;
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] record : records) {
            lines.writeBytes(record);
            lines.write('\n');
        }
        PrintStream standard = standard();
        if (standard != null) {
            write(lines, standard);
            return;
        }
        if (reopen) rest();
        if (file == null || !Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) open();
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) file.write(bytes);
    }

    private static void write(ByteArrayOutputStream lines, OutputStream to) throws IOException {
        lines.writeTo(to);
        to.flush();
    }

    private PrintStream standard() {
        return switch (path) {
            case "/dev/stdout" -> System.out;
            case "/dev/stderr" -> System.err;
            default -> null;
        };
    }

    private void open() throws IOException {
        rest();
        Path at = Path.of(path);
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS))
            throw new Refused(path + " is not a file");
        file = POSIX
                ? FileChannel.open(
                        at, APPEND, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(at, APPEND);
    }

    @Override
    public void rest() {
        try {
            if (file != null) file.close();
        } catch (IOException lost) {
            // What could be written has been.
        }
        file = null;
    }
}
