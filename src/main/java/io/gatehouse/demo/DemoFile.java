package io.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.settings.Settings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** {@code demo.json} in the data folder: what the demo made up, for people and scripts. Readable by its owner alone. */
@Singleton
class DemoFile {

    private final Settings settings;
    private final ObjectMapper json = new ObjectMapper();

    DemoFile(Settings settings) {
        this.settings = settings;
    }

    record Account(String email, String password) {}

    record Content(Account operator, Account developer, String application, String key, int upstreamPort) {
        Content withUpstreamPort(int port) {
            return new Content(operator, developer, application, key, port);
        }
    }

    Path path() {
        return settings.data().resolve("demo.json");
    }

    Optional<Content> read() {
        if (!Files.exists(path())) return Optional.empty();
        try {
            JsonNode file = json.readTree(path().toFile());
            return Optional.of(new Content(
                    account(file.path("operator")),
                    account(file.path("developer")),
                    file.path("application").asText(),
                    file.path("key").asText(),
                    file.path("upstream_port").asInt()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path(), e);
        }
    }

    /** Addresses follow the settings of this start. */
    void write(Content content, String adminToken) {
        ObjectNode file = json.createObjectNode();
        file.put("portal", settings.portal().url().toString());
        file.put("proxy", settings.proxy().url().toString());
        file.put("admin", "http://localhost:" + settings.admin().port());
        file.put("admin_token", adminToken);
        file.set("operator", account(content.operator()));
        file.set("developer", account(content.developer()));
        file.put("application", content.application());
        file.put("key", content.key());
        file.put("upstream_port", content.upstreamPort());
        Path fresh = path().resolveSibling("demo.json.new");
        try {
            Files.deleteIfExists(fresh);
            if (Files.getFileStore(settings.data()).supportsFileAttributeView("posix"))
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, file.toPrettyString() + "\n");
            Files.move(fresh, path(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + path(), e);
        }
    }

    private static Account account(JsonNode node) {
        return new Account(node.path("email").asText(), node.path("password").asText());
    }

    private ObjectNode account(Account account) {
        return json.createObjectNode().put("email", account.email()).put("password", account.password());
    }
}
