package io.gatehouse.admin;

import io.gatehouse.settings.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The last two configurations in the data folder, so that a gateway starts by itself, whatever else is away. Each file begins with the
 * hash of the rest: one that a crash or a disk has damaged is passed over for the one before it. The rest is sealed, since a configuration
 * holds secrets.
 */
final class CachedConfig {
    private static final Logger LOG = Logger.getLogger(CachedConfig.class);
    private static final String NAME = "node-config.json";
    private static final int HASH_LENGTH = 64;

    private final Path file;
    private final Seal seal;

    CachedConfig(Path folder, Seal seal) {
        this.seal = seal;
        file = folder.resolve(NAME);
    }

    Optional<String> read() {
        return read(file).or(() -> read(previous()));
    }

    private Path previous() {
        return file.resolveSibling(NAME + ".previous");
    }

    private Optional<String> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try {
            String whole = Files.readString(file);
            int line = whole.indexOf('\n');
            if (line == HASH_LENGTH && whole.startsWith(hash(whole.substring(line + 1))))
                return Optional.of(seal.open(NAME, whole.substring(line + 1)));
            LOG.errorf("%s is damaged and passed over", file);
        } catch (IOException | Seal.Unopened e) {
            LOG.errorf("%s cannot be read and is passed over: %s", file, e.getMessage());
        }
        return Optional.empty();
    }

    void isUseless(String why) {
        LOG.errorf("The configuration that this gateway kept in %s is refused: %s", file, why);
    }

    /** On disk before it is renamed, so that there is always a whole one. A disk that is full costs the copy, not the change. */
    void write(String document) {
        String sealed = seal.close(NAME, document);
        try {
            Path fresh = file.resolveSibling(NAME + ".new");
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    forOwner())) {
                ByteBuffer bytes = ByteBuffer.wrap((hash(sealed) + "\n" + sealed).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            if (Files.exists(file)) Files.move(file, previous(), StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            LOG.errorf("The configuration is in force, but could not be kept in %s: %s", file, e);
        }
    }

    private FileAttribute<?>[] forOwner() throws IOException {
        boolean isPosix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
