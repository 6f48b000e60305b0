package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.feed.PrivateFile;
import io.gatehouse.settings.Seal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
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
    /** Of a gateway that a file or its Admin API tells what to serve. */
    static final String OWN = "node-config.sealed";

    /** Of a node that a control plane tells. */
    static final String JOINED = "node-topology.sealed";

    private static final int PIECE = 64 * 1024;

    private final Path file;
    private final String name;
    private final Seal seal;

    CachedConfig(Path folder, String name, Seal seal) {
        this.seal = seal;
        this.name = name;
        file = folder.resolve(name);
    }

    Optional<JsonNode> read() {
        return read(file).or(() -> read(previous()));
    }

    private Path previous() {
        return file.resolveSibling(name + ".previous");
    }

    private Optional<JsonNode> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try (InputStream packed = new ByteArrayInputStream(seal.open(name, Files.readAllBytes(file)))) {
            return Optional.of(ConfigJson.MAPPER.readTree(new GZIPInputStream(packed)));
        } catch (IOException | Seal.Unopened e) {
            LOG.errorf("%s is damaged or sealed with another key, and passed over: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(previous());
        } catch (IOException e) {
            LOG.errorf("%s cannot be deleted: %s", file, e);
        }
    }

    void isUseless(String why) {
        LOG.errorf("The configuration that this gateway kept in %s is refused: %s", file, why);
    }

    /** On disk before it is renamed, so that there is always a whole one. A disk that is full costs the copy, not the change. */
    void write(JsonContent document) {
        try {
            byte[] sealed = seal.close(name, packed(document));
            if (Files.exists(file)) Files.copy(file, previous(), StandardCopyOption.REPLACE_EXISTING);
            PrivateFile.write(file, sealed);
        } catch (IOException | UncheckedIOException e) {
            LOG.errorf("The configuration is in force, but could not be kept in %s: %s", file, e);
        }
    }

    private static byte[] packed(JsonContent document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes, PIECE)) {
            document.writeTo(packing);
        }
        return bytes.toByteArray();
    }
}
