package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.Patience;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway without a database follows the file of its configuration. */
class ConfigFileTest {
    private static final Logger LOG = Logger.getLogger(ConfigFile.class.getName());

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler keeping = new Handler() {
        @Override
        public void publish(LogRecord record) {
            log.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void listen() throws IOException {
        LOG.addHandler(keeping);
        file = Files.writeString(folder.resolve("kong.yml"), services("first"));
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(keeping);
    }

    @Test
    void a_changed_file_is_in_force_and_a_wrong_one_is_told_and_changes_nothing() throws Exception {
        try (TestNode node = node()) {
            assertEquals(List.of("first"), served(node));

            Files.writeString(file, services("second"));
            Patience.until("the file is read again", () -> served(node).equals(List.of("second")));

            Files.writeString(file, services("third") + "- {name: a, url: ftp://x}\n- {name: b, port: -1, host: h}\n");
            Patience.until("all problems are told", () -> told("services.2") && told("services.3.port"));
            assertEquals(List.of("second"), served(node));
            assertTrue(told("is refused. The old configuration stays in force"), log.toString());

            Path written = Files.writeString(folder.resolve(".kong.yml.swp"), services("fourth"));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            Patience.until("a file in its place is read", () -> served(node).equals(List.of("fourth")));

            Files.delete(file);
            Patience.until("that it is gone is told", () -> told("is gone"));
            assertEquals(List.of("fourth"), served(node));
            Files.writeString(file, services("fifth"));
            Patience.until("it is back", () -> served(node).equals(List.of("fifth")));
        }
    }

    @Test
    void what_is_still_being_written_is_left_until_it_is_at_rest() throws IOException {
        List<String> loaded = new CopyOnWriteArrayList<>();
        ConfigFile config = new ConfigFile(file, text -> {
            loaded.add(text);
            return List.of();
        });
        config.load();
        change("a", 1);
        config.look();
        change("ab", 2);
        config.look();
        change("abc", 3);
        config.look();
        assertEquals(List.of(services("first")), loaded);
        config.look();
        config.look();
        assertEquals(List.of(services("first"), "abc"), loaded);
        config.close();
    }

    @Test
    void a_file_that_cannot_be_read_is_a_problem_of_its_own() throws IOException {
        ConfigFile missing = new ConfigFile(folder.resolve("none.yml"), text -> List.of());
        assertTrue(missing.load().get(0).told().startsWith("it cannot be read"));
        missing.close();
        Files.write(file, new byte[] {(byte) 0xff});
        ConfigFile binary = new ConfigFile(file, text -> List.of());
        assertEquals("it is not text in UTF-8", binary.load().get(0).told());
        binary.close();
    }

    private void change(String text, int second) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private TestNode node() throws IOException {
        return new TestNode(folder.resolve("data"), Map.of("gatehouse.config", file.toString()));
    }

    private boolean told(String text) {
        return log.stream().anyMatch(line -> line.contains(text));
    }

    private static List<String> served(TestNode node) {
        try {
            JsonNode services = ConfigJson.MAPPER.readTree(node.get("/services").body());
            return StreamSupport.stream(services.path("data").spliterator(), false)
                    .map(service -> service.path("name").asText())
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String services(String name) {
        return "_format_version: \"3.0\"\nservices:\n- {name: " + name + ", url: \"http://127.0.0.1:9\"}\n";
    }
}
