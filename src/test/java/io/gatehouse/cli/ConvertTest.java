package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What comes out loads and means the same; what cannot come out is told with its place in the file that was given. */
class ConvertTest {
    private static final Plugins PLUGINS = new Plugins(BuiltIn.all());

    @TempDir
    Path folder;

    private record Converted(int code, String out, String told) {}

    @Test
    void an_old_file_becomes_one_of_today() throws IOException {
        Converted converted = convert("""
                {"_format_version": "1.1", "services": [{"name": "a", "url": "http://127.0.0.1:9/v1", "routes": [
                  {"name": "r", "paths": ["/plain", "/users/(?<id>[0-9]+)"]}]}],
                 "consumers": [{"username": "12:30", "keyauth_credentials": [{"key": "a-key-of-a-client"}]}]}""");
        assertEquals(new Converted(0, """
                _format_version: "3.0"
                services:
                - name: a
                  url: http://127.0.0.1:9/v1
                  routes:
                  - name: r
                    paths:
                    - /plain
                    - "~/users/(?<id>[0-9]+)"
                consumers:
                - username: "12:30"
                  keyauth_credentials:
                  - key: a-key-of-a-client
                """, ""), converted);
    }

    @Test
    void what_is_of_today_stays_as_it_is() throws IOException {
        String text = """
                _format_version: "3.0"
                _info:
                  select_tags:
                  - team
                services:
                - name: a
                  url: http://127.0.0.1:9
                  routes:
                  - name: r
                    paths:
                    - "~/users/(?<id>[0-9]+)$"
                  plugins:
                  - name: rate-limiting
                    config:
                      minute: 5
                      policy: local
                """;
        assertEquals(new Converted(0, text, ""), convert(text));
    }

    @Test
    void a_plugin_that_guards_stays_without_the_fields_that_it_lacks() throws IOException {
        Converted converted = convert("""
                _format_version: "3.0"
                plugins:
                - name: openid-connect
                  config: {issuer: "https://login.example", max_age: 60, redirect_uri: null, redis: {host: r, port: 6379}}
                """, "--drop-unknown");
        assertEquals(new Converted(0, """
                _format_version: "3.0"
                plugins:
                - name: openid-connect
                  config:
                    issuer: https://login.example
                    redirect_uri: null
                    redis:
                      port: 6379
                """, """
                WARNING: plugins.1: left out config.max_age of the plugin 'openid-connect' (cannot be set here to anything but Kong's default: null): \
                see that it still refuses whom it should
                WARNING: plugins.1: left out config.redis.host of the plugin 'openid-connect' (cannot be set here to anything but Kong's default: null, "127.0.0.1"): \
                see that it still refuses whom it should
                """), converted);
    }

    private static final String UNKNOWN = """
            _format_version: "2.1"
            plugins:
            - {name: oauth2}
            - {name: loggly}
            - {name: our-own}
            - {name: rate-limiting, config: {minutes: 5}}
            services:
            - name: a
              url: http://127.0.0.1:9
              plugins:
              - {name: pre-function, config: {access: [x]}}
            """;

    @Test
    void without_leave_nothing_is_left_out() throws IOException {
        Converted converted = convert(UNKNOWN);
        assertEquals(1, converted.code());
        assertEquals("", converted.out());
        assertTrue(converted.told().contains("plugins.1.name: plugin 'oauth2' is not one of"), converted.told());
        assertTrue(converted.told().contains("services.1.plugins.1.name: plugin 'pre-function' is"), converted.told());
        assertTrue(converted.told().endsWith("Nothing is written: 5 problems\n"), converted.told());
    }

    @Test
    void what_is_left_out_is_told_and_places_are_those_of_the_file() throws IOException {
        Converted converted = convert(UNKNOWN.replace("minutes", "minute"), "--drop-unknown");
        assertEquals(
                new Converted(0, """
                _format_version: "3.0"
                plugins:
                - name: rate-limiting
                  config:
                    minute: 5
                services:
                - name: a
                  url: http://127.0.0.1:9
                  plugins: []
                """, """
                plugins.1: left out the plugin 'oauth2'
                plugins.2: left out the plugin 'loggly'
                plugins.3: left out the plugin 'our-own'
                services.1.plugins.1: left out the plugin 'pre-function'
                """),
                new Converted(
                        converted.code(),
                        converted.out(),
                        converted.told().replaceAll("(?m)^WARNING: |(?<='[a-z0-9-]{1,20}')[,:].*$", "")));
        assertTrue(
                converted
                        .told()
                        .contains("WARNING: plugins.1: left out the plugin 'oauth2', which decides who may call: "
                                + "WITHOUT IT THE API IS OPEN"),
                converted.told());
        assertTrue(converted.told().contains("WARNING: plugins.3: left out the plugin 'our-own': if it refuses calls"));
        assertFalse(converted.told().contains("WARNING: plugins.2"));
    }

    @Test
    void what_is_unknown_or_wrong_is_left_out_with_what_hangs_on_it() throws IOException {
        Converted converted = convert("""
                _format_version: "3.0"
                filter_chains: [{name: f}]
                services:
                - {name: a, url: "http://$HOST:80", routes: [{name: ra, paths: [/a], plugins: [{name: loggly}]}]}
                - {name: b, url: "http://127.0.0.1:9", colour: red, routes: [{name: rb, paths: [/b]}]}
                plugins:
                - {name: key-auth, service: b, config: {realms: x}}
                - {name: rate-limiting, config: {minutes: 5}}
                - {name: rate-limiting, service: b, config: {minute: many}}
                - {name: cors, service: a}
                """, "--drop-unknown");
        assertEquals(new Converted(0, """
                _format_version: "3.0"
                services:
                - name: b
                  url: http://127.0.0.1:9
                  routes:
                  - name: rb
                    paths:
                    - /b
                plugins:
                - name: key-auth
                  service: b
                  config: {}
                """, """
                filter_chains: left out 'filter_chains' (unknown field: this gateway has no entities of that kind)
                services.1: left out 'a', with all that is in it (url: has a placeholder that nothing has filled in: http://$HOST:80)
                services.2: left out colour (unknown field)
                WARNING: plugins.1: left out config.realms of the plugin 'key-auth' (unknown field; did you mean 'realm'?): see that it still refuses whom it should
                WARNING: plugins.2: left out config.minutes of the plugin 'rate-limiting' (unknown field; did you mean 'minute'?): see that it still refuses whom it should
                WARNING: plugins.3: left out the plugin 'rate-limiting' (config.minute: expected an integer): if it refuses calls, the API is now open to those
                plugins.4: left out the plugin 'cors' (service: invalid reference 'service: a' (no such entry in 'services'))
                WARNING: plugins.2: left out the plugin 'rate-limiting' (config: at least one of these fields must be set: second, minute, hour, day, month, year): if it refuses calls, the API is now open to those
                """), converted);
    }

    @Test
    void what_only_a_gateway_sees_is_told_as_well() throws IOException {
        Converted converted = convert("""
                _format_version: "3.0"
                services:
                - {name: a, url: "http://127.0.0.1:9", routes: [{name: r, paths: ["~/a("]}]}
                """);
        assertEquals(1, converted.code());
        assertTrue(converted.told().startsWith("services.1.routes.1.paths"), converted.told());
    }

    @Test
    void what_cannot_be_read_is_told() throws IOException {
        assertEquals(1, convert("a: [").code());
        assertEquals(1, convert("- a").code());
        assertTrue(convert("a: 1").told().contains("_format_version: required field missing"));
        assertEquals(1, run("--drop-unknown").code());
        assertEquals(1, run(folder.resolve("none").toString()).code());
        assertEquals(
                1,
                run(Files.write(folder.resolve("x"), new byte[] {(byte) 0xff}).toString())
                        .code());
    }

    @TestFactory
    Stream<DynamicTest> files_that_people_wrote_come_out_meaning_the_same() throws IOException {
        String corpus = System.getProperty("test.corpus", "");
        if (corpus.isBlank()) return Stream.empty();
        try (Stream<Path> files = Files.list(Path.of(corpus, "kong"))) {
            return files.filter(file -> !file.toString().endsWith(".tsv")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> meansTheSame(file)));
        }
    }

    /** A file that loads is converted; one that does not is refused, for as many reasons, and loads without them. */
    private static void meansTheSame(Path file) throws IOException {
        DocumentReading given = read(Files.readString(file));
        Converted converted = run(file.toString());
        assertEquals(converted.code() == 0, converted.told().isEmpty(), converted.told());
        if (converted.code() == 0) assertEquals(words(given), words(read(converted.out())));
        for (var problem : given.problems()) {
            String told = problem.path() + ": " + problem.problem().message();
            assertTrue(converted.told().contains(told), told);
        }
        Converted dropped = run(file.toString(), "--drop-unknown");
        if (given.problems().stream().anyMatch(problem -> problem.path().equals("_format_version"))) return;
        assertEquals(0, dropped.code(), dropped.told());
        assertEquals(List.of(), read(dropped.out()).problems());
    }

    /** Bytes have no words of their own; they are made of the keys, which stand beside them. */
    private static String words(DocumentReading reading) {
        return reading.config().orElseThrow().toString().replaceAll("\\[B@\\p{XDigit}+", "bytes");
    }

    private static DocumentReading read(String text) {
        return new ConfigDocument(PLUGINS, GatewayHarness.DIGEST).read(text, 0);
    }

    private Converted convert(String text, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("kong.yml"), text);
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        arguments.add(file.toString());
        return run(arguments.toArray(String[]::new));
    }

    private static Converted run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("convert"));
        words.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        return new Converted(run.code(), run.out(), run.problems());
    }
}
