package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with files is told all at once, each with its file and line; what the environment fills in is not part of them. */
class ValidateTest {
    @TempDir
    Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String inFolder(String told) {
        return told.replace(folder + "/", "");
    }

    @Test
    void a_good_file_is_valid() throws IOException {
        String file = file("kong.yml", """
                _format_version: "3.0"
                services:
                - {name: a, url: "http://127.0.0.1:9", routes: [{name: r, paths: [/a]}]}
                """);
        assertEquals(new CommandRun(0, "Valid: " + file + "\n", ""), CommandRun.of("validate", file));
    }

    @Test
    void every_problem_is_told_with_its_line() throws IOException {
        String file = file("kong.yml", """
                _format_version: "3.0"
                services:
                - name: a
                  host: 127.0.0.1
                  colour: red
                  routes:
                  - name: r
                    paths:
                    - /fine
                    - not-a-path
                plugins:
                - name: rate-limiting
                  config:
                    minutes: 5
                """);
        CommandRun run = CommandRun.of("validate", file);
        assertEquals(1, run.code());
        assertEquals("""
                kong.yml:5: services.1.colour: unknown field
                kong.yml:10: services.1.routes.1.paths.2: should start with: / (fixed path) or ~/ (regex path)
                kong.yml:14: plugins.1.config.minutes: unknown field; did you mean 'minute'?
                3 problems
                """, inFolder(run.problems()).replaceAll("; known are: .*", ""));
    }

    @Test
    void problems_of_the_whole_configuration_have_their_lines_too() throws IOException {
        String file = file("kong.yml", """
                _format_version: "3.0"
                routes:
                - name: r
                  paths: ["~/a("]
                  service: nowhere
                """);
        CommandRun run = CommandRun.of("validate", file);
        assertEquals(1, run.code());
        assertTrue(run.problems().contains("kong.yml:5: routes.1.service: invalid reference"), run.problems());
    }

    @Test
    void several_files_and_folders_count_as_one() throws IOException {
        Path nested = Files.createDirectories(folder.resolve("parts/inner"));
        Files.writeString(nested.resolve("one.yaml"), """
                _format_version: "3.0"
                _info: {select_tags: [team]}
                services: [{name: a, url: "http://127.0.0.1:9"}]
                """);
        Files.writeString(folder.resolve("parts/two.json"), """
                {"_format_version": "3.0",
                 "services": [
                   {"name": "b", "url": "http://127.0.0.1:9", "colour": "red"}]}
                """);
        Files.writeString(folder.resolve("parts/readme.txt"), "not read");
        String old = file("old.yml", """
                _format_version: "1.1"
                routes: [{name: r, service: a, paths: ["/users/(?<id>[0-9]+)"]}]
                """);
        CommandRun run = CommandRun.of("validate", folder.resolve("parts").toString(), old);
        assertEquals(
                "parts/two.json:3: services.1.colour: unknown field\n1 problem\n",
                inFolder(run.problems()).replaceAll("; known are: .*", ""));
    }

    @Test
    void the_environment_fills_in_text_and_never_structure() throws IOException {
        String file = file("kong.yml", """
                _format_version: "3.0"
                services:
                - name: a
                  host: "${{ env "DECK_HOST" }}"
                  port: ${{ env "DECK_PORT" | toInt }}
                  path: ${{ env "DECK_PATH" | default "/base" }}
                  enabled: ${{ env "DECK_ON" | toBool }}
                  routes: [{name: "$${LITERAL}", paths: ["/${NAME}"]}]
                consumers:
                - username: "{vault://env/user-name}"
                  jwt_secrets:
                  - {key: k, secret: "{vault://env/both/second}"}
                """);
        Map<String, String> environment = Map.of(
                "DECK_HOST", "127.0.0.1",
                "DECK_PORT", "9",
                "DECK_ON", "T",
                "NAME", "in-path",
                "USER_NAME", "a: [\nb}",
                "BOTH", "{\"second\": \"s\"}");
        CommandRun run =
                CommandRun.with(environment, "", false, "diff", "--json", "--against", file("empty.yml", """
                _format_version: "3.0"
                """), file);
        // The name with braces is none that a route may have: it has got there as it stands.
        assertTrue(run.problems().contains("kong.yml:8: services.1.routes.1.name: "), run.problems());
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("$${LITERAL}", "r"));
        run = CommandRun.with(environment, "", false, "validate", file);
        assertTrue(run.problems().contains("kong.yml:10: consumers.1.username: "), run.problems());
        assertTrue(run.problems().endsWith("1 problem\n"), run.problems());
    }

    @Test
    void what_the_environment_lacks_is_told_and_no_value_is_shown() throws IOException {
        String file = file("kong.yml", """
                _format_version: "3.0"
                services:
                - name: a
                  host: ${{ env "DECK_HOST" }}
                  port: ${{ env "DECK_PORT" | toInt }}
                  path: ${{ env "HOME" }}
                  tags: [${{ envy }}]
                """);
        CommandRun run = CommandRun.with(Map.of("DECK_PORT", "s3cret"), "", false, "validate", file);
        assertEquals(1, run.code());
        assertEquals("""
                kong.yml:4: the environment has no DECK_HOST; set it, or give it a value with | default "…"
                kong.yml:5: the value of DECK_PORT is not fit for toInt
                kong.yml:6: 'HOME' must begin with DECK_ to be taken from the environment by ${{ env }}
                kong.yml:7: ${{ envy }} cannot be read; expected ${{ env "DECK_NAME" }}, and after it | toInt, | toBool, | toFloat, \
                | indent 2 or | default "text"
                """, inFolder(run.problems()));
        file("kong.yml", """
                _format_version: "3.0"
                consumers:
                - username: ${WHO}
                  custom_id: "{vault://aws/x}"
                """);
        assertEquals("""
                kong.yml:3: consumers.1.username: the environment has no WHO; set it, or write $${WHO} if it is meant as it stands
                kong.yml:4: consumers.1.custom_id: there is no vault 'aws' here; references to the environment begin with {vault://env/
                """, inFolder(CommandRun.of("validate", file).problems()));
    }

    @Test
    void what_cannot_be_read_is_a_sentence() throws IOException {
        assertEquals(
                "there is no file " + folder + "/none\n",
                CommandRun.of("validate", folder + "/none").problems());
        assertEquals(
                "kong.yml is neither JSON nor YAML that can be read: expected an object\n",
                inFolder(CommandRun.of("validate", file("kong.yml", "- a")).problems()));
        assertTrue(CommandRun.of("validate", folder.toString(), "--colour")
                .problems()
                .startsWith("gatehouse: Unknown option: '--colour'"));
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals(
                empty + " holds no file that ends in .yaml, .yml, .json\n",
                CommandRun.of("validate", empty.toString()).problems());
    }

    @Test
    void standard_input_is_a_file() {
        CommandRun run =
                CommandRun.with(Map.of(), "_format_version: '3.0'\nservices: [{name: a}]\n", false, "validate", "-");
        assertEquals("standard input:2: services.1.host: required field missing\n1 problem\n", run.problems());
    }
}
