package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.settings.Seal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * The last two configurations in the data folder, so that a gateway starts by itself, whatever else is away. They are packed, since
 * they may be large, and sealed, since they hold secrets: one that a crash or a disk has damaged does not open and is passed over
 * for the one before it.
 */
final class CachedConfig {
    private static final Logger LOG = Logger.getLogger(CachedConfig.class);
    private static final String NAME = "node-config.sealed";

    private static final int PIECE = 64 * 1024;

    private final Path file;
    private final Seal seal;

    CachedConfig(Path folder, Seal seal) {
        this.seal = seal;
        file = folder.resolve(NAME);
    }

    Optional<JsonNode> read() {
        return read(file).or(() -> read(previous()));
    }

    private Path previous() {
        return file.resolveSibling(NAME + ".previous");
    }

    private Optional<JsonNode> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try (InputStream packed = new ByteArrayInputStream(seal.open(NAME, Files.readAllBytes(file)))) {
            return Optional.of(ConfigJson.MAPPER.readTree(new GZIPInputStream(packed)));
        } catch (IOException | Seal.Unopened e) {
            LOG.errorf("%s is damaged or sealed with another key, and passed over: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    void isUseless(String why) {
        LOG.errorf("The configuration that this gateway kept in %s is refused: %s", file, why);
    }

    /** On disk before it is renamed, so that there is always a whole one. A disk that is full costs the copy, not the change. */
    void write(JsonContent document) {
        try {
            ByteBuffer sealed = ByteBuffer.wrap(seal.close(NAME, packed(document)));
            Path fresh = file.resolveSibling(NAME + ".new");
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    forOwner())) {
                while (sealed.hasRemaining()) channel.write(sealed);
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

    private static byte[] packed(JsonContent document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes, PIECE)) {
            document.writeTo(packing);
        }
        return bytes.toByteArray();
    }
}
