package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds what it is for, at its place, and lets the right thing pass. */
class LintTest {
    @TempDir
    Path folder;

    /** Places and rules of what is found. */
    private List<String> lint(String text, String... options) throws IOException {
        return run(text, options)
                .out()
                .lines()
                .filter(line -> line.startsWith("kong.yml"))
                .map(line -> line.replaceFirst("^kong.yml:(\\d+): \\S+ (\\w+) ([a-z-]+): .*", "$1 $2 $3"))
                .sorted()
                .collect(Collectors.toList());
    }

    private CommandRun run(String text, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("kong.yml"), "_format_version: \"3.0\"\n" + text);
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("lint", file.toString()), Stream.of(options))
                .toArray(String[]::new));
        assertEquals("", run.problems());
        return new CommandRun(run.code(), run.out().replace(folder + "/", ""), "");
    }

    private static final String GUARDED = """
            plugins: [{name: key-auth}]
            """;

    @Test
    void open_route() throws IOException {
        String text = """
                services:
                - name: a
                  url: http://127.0.0.1:9
                  routes:
                  - {name: open, paths: [/open]}
                  - {name: guarded, paths: [/guarded], plugins: [{name: jwt}]}
                  - {name: idle, paths: [/off], plugins: [{name: key-auth, enabled: false}]}
                  - {name: closed, paths: [/closed], plugins: [{name: request-termination}]}
                  - {name: anonymous, paths: [/anonymous], plugins: [{name: key-auth, config: {anonymous: nobody}}]}
                - {name: disabled, url: "http://127.0.0.1:9", enabled: false, routes: [{name: d, paths: [/d]}]}
                consumers: [{username: nobody}]
                """;
        assertEquals(
                List.of(
                        "10 warning open-route",
                        "6 warning open-route",
                        "8 warning disabled-plugin",
                        "8 warning open-route"),
                lint(text));
        // The own plugin of a route counts in place of that for everything.
        assertEquals(List.of("10 warning open-route", "8 warning disabled-plugin"), lint(text + GUARDED));
    }

    @Test
    void shadowed_route() throws IOException {
        String text = """
                services:
                - name: a
                  url: http://127.0.0.1:9
                  routes:
                  - {name: plain, paths: [/a], created_at: 1}
                  - {name: twin, paths: [/a], created_at: 2}
                  - {name: partly, paths: [/a, /b], created_at: 2}
                  - {name: longer, paths: [/a/longer], created_at: 2}
                  - {name: by-method, paths: [/a], methods: [GET], created_at: 2}
                  - {name: by-host, paths: [/a], hosts: [a.example], created_at: 2}
                  - {name: by-header, paths: [/a], headers: {x-v: ["2"]}, created_at: 2}
                  - {name: by-regex, paths: ["~/x/[0-9]+$"], created_at: 1}
                  - {name: regex-twin, paths: ["~/x/[0-9]+$"], created_at: 2}
                  - {name: regex-first, paths: ["~/x/[0-9]+$"], regex_priority: 1, methods: [GET], created_at: 3}
                """ + GUARDED;
        assertEquals(List.of("14 error shadowed-route", "7 error shadowed-route"), lint(text));
        assertTrue(
                run(text).out().contains("every call that it could take goes to by-method, plain:"),
                run(text).out());
        assertEquals(2, run(text).code());
    }

    @Test
    void empty_service_and_empty_upstream() throws IOException {
        assertEquals(List.of("3 warning empty-service"), lint("""
                services:
                - {name: a, url: "http://127.0.0.1:9"}
                - {name: b, url: "http://127.0.0.1:9", enabled: false}
                - {name: c, url: "http://127.0.0.1:9"}
                routes: [{name: r, service: c, paths: [/a]}]
                """ + GUARDED));
        assertEquals(
                List.of("4 error empty-upstream", "5 error empty-upstream"), lint("""
                services: [{name: a, host: one}, {name: b, host: two}, {name: c, host: three}]
                upstreams:
                - {name: one}
                - {name: two, targets: [{target: "127.0.0.1:9", weight: 0}]}
                - {name: three, targets: [{target: "127.0.0.1:9"}]}
                - {name: nobodys}
                """, "--ignore", "empty-service"));
    }

    @Test
    void unused_group() throws IOException {
        String text = """
                consumer_groups:
                - {name: gold, plugins: [{name: rate-limiting, config: {minute: 5}}]}
                - {name: silver}
                """;
        assertEquals(List.of("4 warning unused-group"), lint(text));
        assertEquals(List.of(), lint(text + """
                plugins: [{name: acl, config: {allow: [silver], include_consumer_groups: true}}]
                """));
    }

    @Test
    void plain_and_unverified_upstreams() throws IOException {
        assertEquals(List.of("13 warning unverified-upstream", "7 warning plain-upstream"), lint("""
                services:
                - name: a
                  url: http://10.0.0.1:9
                  routes: [{name: r, paths: [/r]}, {name: s, paths: [/s], plugins: [{name: key-auth}]}]
                  plugins:
                  - {name: key-auth, config: {hide_credentials: false}}
                - name: b
                  url: https://10.0.0.1:9
                  routes: [{name: q, paths: [/q], plugins: [{name: basic-auth, config: {hide_credentials: false}}]}]
                - name: c
                  url: https://10.0.0.1:9
                  tls_verify: false
                  routes: [{name: t, paths: [/t], plugins: [{name: key-auth}]}]
                """));
    }

    @Test
    void wildcard_cors() throws IOException {
        assertEquals(List.of("3 error wildcard-cors", "4 error wildcard-cors"), lint("""
                plugins:
                - {name: cors, config: {credentials: true}}
                - {name: cors, service: a, config: {credentials: true, origins: ["https://a.example", "*"]}}
                - {name: cors, service: b, config: {credentials: true, origins: ["https://a.example"]}}
                - {name: cors, service: c, config: {origins: ["*"]}}
                services: [{name: a, host: a.example}, {name: b, host: a.example}, {name: c, host: a.example}]
                """, "--ignore", "empty-service"));
    }

    @Test
    void local_limit() throws IOException {
        String text = """
                plugins:
                - {name: rate-limiting, config: {minute: 5}}
                - {name: rate-limiting-advanced, config: {limit: [5], window_size: [60]}}
                - {name: response-ratelimiting, config: {limits: {videos: {minute: 5}}, policy: redis, redis: {host: 127.0.0.1}}}
                """;
        assertEquals(List.of(), lint(text));
        assertEquals(List.of("3 warning local-limit", "4 warning local-limit"), lint(text, "--nodes", "2"));
    }

    @Test
    void weak_secret() throws IOException {
        assertEquals(
                List.of("6 error weak-secret", "7 error weak-secret", "8 error weak-secret", "9 error weak-secret"),
                lint("""
                consumers:
                - username: a
                  jwt_secrets:
                  - {key: good, secret: "0123456789abcdef0123456789abcdef"}
                  - {key: short, secret: "secret"}
                  - {key: longer, algorithm: HS512, secret: "0123456789abcdef0123456789abcdef"}
                  hmacauth_credentials: [{username: a, secret: short}]
                  keyauth_credentials: [{key: short}]
                - username: b
                  keyauth_credentials: [{key: a-key-that-is-long-enough}]
                """));
    }

    @Test
    void what_is_known_can_be_ignored() throws IOException {
        String text = """
                services:
                - name: a
                  url: http://127.0.0.1:9
                  _ignore: [open-route]
                  routes: [{name: r, paths: [/r]}]
                - name: b
                  url: http://127.0.0.1:9
                  routes: [{name: s, paths: [/s]}]
                """;
        assertEquals(List.of("9 warning open-route"), lint(text));
        assertEquals(List.of(), lint(text, "--ignore", "open-route"));
        assertEquals(List.of(), lint(text + "_ignore: [open-route]\n"));
        assertEquals(0, run(text).code());
        assertEquals(2, run(text, "--fail-on", "warning").code());
        assertTrue(CommandRun.of("lint", "x", "--ignore", "no-such").problems().contains("there is no rule 'no-such'"));
    }

    @Test
    void each_rule_is_in_the_page_about_the_command_line() throws IOException {
        String page = Files.readString(Path.of("docs/command-line.md"));
        for (LintRule rule : LintRules.ALL) {
            String row = "| `" + rule.id() + "` | " + rule.severity().word() + " | " + rule.about() + " |";
            assertTrue(page.contains(row), row);
        }
        assertTrue(CommandRun.of("lint", "--rules").out().contains("weak-secret"));
    }
}
