package io.gatehouse.settings;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * The secrets of this installation. What the configuration does not give is made at the first start and kept in
 * {@code secrets.properties} in the data folder, readable by its owner alone. They are never in the database, so that a copy
 * of it opens nothing.
 */
@Singleton
public class Secrets {
    private static final Logger LOG = Logger.getLogger(Secrets.class);
    private static final String FILE = "secrets.properties";
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int SHORTEST_TOKEN = 8;

    private final Settings settings;
    private final Properties kept = new Properties();

    public Secrets(Settings settings) {
        this.settings = settings;
        load(settings.data().resolve(FILE));
        settings.admin()
                .token()
                .filter(token -> token.length() < SHORTEST_TOKEN)
                .ifPresent(token -> LOG.warnf(
                        "GATEHOUSE_ADMIN_TOKEN has fewer than %d characters and can be guessed. Whoever knows it rules the gateway:"
                                + " choose a long random one.",
                        SHORTEST_TOKEN));
    }

    /** Keys of applications are kept as HMACs under this. */
    public byte[] pepper() {
        return HexFormat.of().parseHex(settings.secrets().pepper().orElseGet(() -> kept.getProperty("pepper")));
    }

    /**
     * Signs what goes out and comes back.
     *
     * @param purpose so that what was signed for one thing is worth nothing for another
     */
    public byte[] signature(String purpose, byte[] message) {
        return hmac(signingKey(), (purpose + ":").getBytes(StandardCharsets.UTF_8), message);
    }

    private byte[] signingKey() {
        return HexFormat.of()
                .parseHex(settings.secrets().signingKey().orElseGet(() -> kept.getProperty("signing-key")));
    }

    /** Closes what the database and the node's file hold of others' secrets. */
    public Seal seal() {
        byte[] key = sealingKey();
        if (key.length != BYTES) throw new IllegalStateException("The sealing key must have 64 hex digits");
        return new Seal(key);
    }

    private byte[] sealingKey() {
        return HexFormat.of()
                .parseHex(settings.secrets().sealingKey().orElseGet(() -> kept.getProperty("sealing-key")));
    }

    /** By which two processes tell whether they have the same secrets, without showing them. By the name in the file. */
    public Map<String, String> marks() {
        return Map.of(
                "pepper", mark(pepper()),
                "signing-key", mark(signingKey()),
                "sealing-key", mark(sealingKey()));
    }

    private static String mark(byte[] secret) {
        return HexFormat.of().formatHex(hmac(secret, "mark".getBytes(StandardCharsets.UTF_8)));
    }

    /** Under the secret, of all parts one after another. */
    private static byte[] hmac(byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            for (byte[] part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String adminToken() {
        return settings.admin().token().orElseGet(() -> kept.getProperty("admin-token"));
    }

    private void load(Path file) {
        try {
            if (Files.exists(file))
                try (var reader = Files.newBufferedReader(file)) {
                    kept.load(reader);
                }
            boolean complete = true;
            for (String name : new String[] {"pepper", "signing-key", "sealing-key", "admin-token"})
                complete &= kept.putIfAbsent(name, random()) != null;
            if (!complete) write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the secrets in " + file + "; the folder must be writable", e);
        }
    }

    /** The file is closed to others before the first byte is in it. */
    private void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix"))
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            kept.store(
                    writer,
                    "Made by Gatehouse. Keep it with the database: without the pepper no key works, without the sealing key no configuration opens.");
        }
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
