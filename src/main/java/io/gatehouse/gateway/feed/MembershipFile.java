package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Keeps {@code node.json} in the data folder: key and certificate in one file, so that they always belong together; secrets sealed. */
public final class MembershipFile {
    private static final String NAME = "node.json";
    private static final String KEY = "key";
    private static final String DIGEST_KEY = "digest_key";
    private static final String TOKEN = "token_sha256";

    private final Path file;
    private final DiskSeal seal;

    public MembershipFile(Path folder, DiskSeal seal) {
        file = folder.resolve(NAME);
        this.seal = seal;
    }

    /** Empty if it never joined. Throws {@link IllegalStateException} for a file that cannot be used. */
    public Optional<Membership> read() {
        if (!Files.exists(file)) return Optional.empty();
        try {
            JsonNode kept = ConfigJson.MAPPER.readTree(Files.readAllBytes(file));
            return Optional.of(new Membership(
                    UUID.fromString(kept.path("node_id").asText()),
                    ConfigJson.MAPPER.treeToValue(kept.path("runtime_group"), NodeWire.Group.class),
                    NodeKey.read(opened(kept, KEY)),
                    NodeKey.certificate(kept.path("certificate").asText()),
                    NodeKey.certificate(kept.path("ca").asText()),
                    opened(kept, DIGEST_KEY),
                    kept.path(TOKEN).asText()));
        } catch (IOException | CertificateException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalStateException(
                    file + " cannot be used (" + e.getMessage()
                            + "). Take it away and start with a new join token to make this process a new node.",
                    e);
        }
    }

    void write(Membership membership) throws IOException {
        ObjectNode kept = ConfigJson.MAPPER.createObjectNode();
        kept.put("node_id", membership.nodeId().toString());
        kept.set("runtime_group", ConfigJson.MAPPER.valueToTree(membership.group()));
        kept.put("certificate", pem(membership.certificate()));
        kept.put("ca", pem(membership.authority()));
        kept.put(KEY, closed(KEY, membership.key().getEncoded()));
        kept.put(DIGEST_KEY, closed(DIGEST_KEY, membership.digestKey()));
        kept.put(TOKEN, membership.token());
        PrivateFile.write(
                file, ConfigJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(kept));
    }

    private byte[] opened(JsonNode kept, String name) {
        return seal.open(place(name), Base64.getDecoder().decode(kept.path(name).asText()));
    }

    private String closed(String name, byte[] content) {
        return Base64.getEncoder().encodeToString(seal.close(place(name), content));
    }

    private static String place(String name) {
        return NAME + "/" + name;
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
