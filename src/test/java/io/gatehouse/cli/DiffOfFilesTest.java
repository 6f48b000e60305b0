package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files are compared by what they mean: with every default, whatever the ids and the order are. */
class DiffOfFilesTest {
    private static final String BEFORE = """
            _format_version: "3.0"
            services:
            - name: a
              url: http://127.0.0.1:9
              tags: [one, two]
              routes:
              - {name: r, paths: [/a]}
              - {name: gone, paths: [/gone]}
              plugins:
              - {name: rate-limiting, config: {minute: 5}}
            consumers:
            - {username: anna, basicauth_credentials: [{username: anna, password: first-password}]}
            """;

    @TempDir
    Path folder;

    private CommandRun diff(String before, String after, String... options) throws IOException {
        String old = Files.writeString(folder.resolve("before.yml"), before).toString();
        String now = Files.writeString(folder.resolve("after.yml"), after).toString();
        return options.length == 0
                ? CommandRun.of("diff", "--against", old, now)
                : CommandRun.of("diff", "--against", old, now, options[0]);
    }

    @Test
    void the_same_in_other_words_is_no_difference() throws IOException {
        CommandRun run = diff(BEFORE, """
                _format_version: "3.0"
                consumers:
                - {username: anna, basicauth_credentials: [{username: anna, password: first-password}]}
                plugins:
                - {name: rate-limiting, service: a, config: {minute: 5, policy: local}}
                routes:
                - {name: gone, service: {name: a}, paths: [/gone]}
                - {name: r, id: 5c0b1f76-8d2e-4d3b-9c57-2f3b8a1f0c11, service: a, paths: [/a], strip_path: true}
                services:
                - {name: a, host: 127.0.0.1, port: 9, protocol: http, tags: [two, one]}
                """);
        assertEquals(new CommandRun(0, "Nothing to change.\n", ""), run);
    }

    @Test
    void what_changes_is_told_field_by_field_and_secrets_are_not() throws IOException {
        CommandRun run = diff(
                BEFORE,
                BEFORE.replace("[/a]", "[/b]")
                        .replace("  - {name: gone, paths: [/gone]}\n", "  - {name: fresh, paths: [/fresh]}\n")
                        .replace("minute: 5", "minute: 6")
                        .replace("first-password", "second-password"));
        assertEquals(2, run.code());
        assertEquals("""
                + routes fresh
                ~ routes r
                    paths: ["/a"] → ["/b"]
                ~ basicauth_credentials anna
                    digest: "***" → "***"
                ~ plugins rate-limiting of service a
                    config.minute: 5 → 6
                - routes gone
                1 to create, 3 to change, 1 to delete.
                """, run.out());
    }

    @Test
    void a_plan_is_json_for_programs() throws IOException {
        CommandRun run = diff(BEFORE, BEFORE.replace("minute: 5", "minute: 6"), "--json");
        JsonNode plan = ConfigJson.MAPPER.readTree(run.out());
        assertEquals(2, run.code());
        assertEquals("plugins", plan.at("/changed/0/kind").asText());
        assertEquals(
                "{\"before\":5,\"after\":6}",
                plan.at("/changed/0/fields/config.minute").toString());
        assertTrue(plan.path("created").isEmpty() && plan.path("deleted").isEmpty());
    }
}
