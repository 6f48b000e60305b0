package io.gatehouse.cli;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.admin.AdminServer;
import io.gatehouse.admin.Deck;
import io.gatehouse.admin.TestNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.controlplane.Story;
import io.gatehouse.controlplane.Upstream;
import io.gatehouse.settings.Secrets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One region's configuration in another one, over HTTP, by our own commands and by decK's calls: what holds here holds there. */
@QuarkusTest
class ReplicationTest {
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int UNKNOWN = 401;

    @Inject
    AdminServer server;

    @Inject
    Secrets secrets;

    @Inject
    Story story;

    @TempDir
    Path folder;

    private final Upstream upstream = new Upstream();
    private String path;
    private String service;
    private String key;
    private String eu;

    @BeforeEach
    void anApplicationAndAPartner() {
        path = "/" + Story.unique("weather");
        service = path.substring(1) + "-v1";
        ApiVersion version = story.publish(path.substring(1));
        Plan plan = story.plan(version, 3);
        story.serve(version, upstream.url(), null, path);
        Application application = story.application(story.developer());
        story.register(application, version, plan);
        key = story.mint(application).secret();
        partner(path.substring(1));
        eu = Story.unique("eu");
        send("/workspaces", "{'name': '%s', 'region': 'eu-west'}".formatted(eu));
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    /** Somebody whom the portal does not know: a consumer with a key, in a group with a limit of two. */
    private void partner(String name) {
        send("/services", "{'name': 'partners-%s', 'url': '%s'}".formatted(name, upstream.url()));
        send(
                "/services/partners-" + name + "/routes",
                "{'name': 'partners-%s', 'paths': ['/partners%s']}".formatted(name, path));
        send("/services/partners-" + name + "/plugins", "{'name': 'key-auth'}");
        send("/consumer_groups", "{'name': 'partners-%s'}".formatted(name));
        send(
                "/consumer_groups/partners-" + name + "/plugins",
                "{'name': 'rate-limiting', 'config': {'minute': 2, 'window_type': 'exact'}}");
        send("/consumers", "{'username': 'partner-%s'}".formatted(name));
        send("/consumers/partner-" + name + "/key-auth", "{'key': 'key-of-partner-%s'}".formatted(name));
        send("/consumer_groups/partners-" + name + "/consumers", "{'consumer': 'partner-%s'}".formatted(name));
    }

    private void send(String address, String json) {
        given().port(server.port())
                .header("Kong-Admin-Token", secrets.adminToken())
                .contentType(ContentType.JSON)
                .body(json.replace('\'', '"'))
                .post(address)
                .then()
                .statusCode(201);
    }

    private CommandRun run(String typed, boolean isTerminal, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--url", "http://127.0.0.1:" + server.port()));
        return CommandRun.with(
                Map.of("GATEHOUSE_ADMIN_TOKEN", secrets.adminToken()),
                typed,
                isTerminal,
                arguments.toArray(String[]::new));
    }

    private CommandRun run(String... words) {
        return run("", false, words);
    }

    @Test
    void our_commands_bring_limits_groups_and_portal_keys() throws Exception {
        String[] usToEu = {"--from", "default", "--to", eu};
        CommandRun plan = run(with("diff", usToEu));
        assertEquals(2, plan.code(), plan.problems());
        assertTrue(plan.out().contains("+ services " + service + "\n"), plan.out());
        CommandRun sync = run(with("sync", usToEu));
        assertEquals(0, sync.code(), sync.problems());
        assertEquals(plan.out() + "Done.\n", sync.out());
        assertEquals(new CommandRun(0, "Nothing to change.\n", ""), run(with("diff", usToEu)));

        Path dump = folder.resolve("eu.yml");
        assertEquals(new CommandRun(0, "", ""), run("dump", "--group", eu, "--portal", "-o", dump.toString()));
        serve(dump, port -> {
            calls(port, path, key, OK, OK, OK, TOO_MANY);
            calls(port, "/partners" + path, "key-of-partner-" + path.substring(1), OK, OK, TOO_MANY);
            calls(port, path, key + "x", UNKNOWN);
        });
    }

    /** Of other tests: one has no name by which it would be known in another group. */
    private void dropCertificates() {
        RequestSpecification admin = given().port(server.port()).header("Kong-Admin-Token", secrets.adminToken());
        List<String> ids = given(admin).get("/certificates?size=1000").path("data.id");
        for (String id : ids) given(admin).delete("/certificates/" + id).then().statusCode(204);
    }

    @Test
    void decks_calls_bring_limits_and_groups() throws Exception {
        dropCertificates();
        Deck us = new Deck(server.port(), secrets.adminToken(), null, null);
        Deck there = new Deck(server.port(), secrets.adminToken(), eu, null);
        var file = us.dump();
        there.sync(file);
        assertEquals(List.of(), there.diff(file));
        assertEquals(List.of(), us.diff(there.dump()));

        Path dump = folder.resolve("eu.yml");
        assertEquals(new CommandRun(0, "", ""), run("dump", "--group", eu, "-o", dump.toString()));
        serve(dump, port -> {
            calls(port, "/partners" + path, "key-of-partner-" + path.substring(1), OK, OK, TOO_MANY);
            // Its limit and its group are there; who is in it is for the portal to say.
            calls(port, path, key, UNKNOWN);
        });
    }

    @Test
    void nothing_goes_that_nobody_has_agreed_to_and_nothing_is_done_that_was_not_shown() throws IOException {
        String file = Files.writeString(folder.resolve("kong.yml"), """
                _format_version: "3.0"
                services:
                - {name: one, url: "http://127.0.0.1:9"}
                - {name: two, url: "http://127.0.0.1:9"}
                """).toString();
        assertEquals(new CommandRun(0, """
                + services one
                + services two
                2 to create, 0 to change, 0 to delete.
                Done.
                """, ""), run("sync", "--group", eu, file));
        Files.writeString(Path.of(file), """
                _format_version: "3.0"
                services:
                - {name: one, url: "http://127.0.0.1:9", retries: 1}
                """);
        String shown = """
                ~ services one
                    retries: 5 → 1
                - services two
                0 to create, 1 to change, 1 to delete.
                """;
        assertEquals(new CommandRun(2, shown, ""), run("diff", "--group", eu, file));
        CommandRun unasked = run("sync", "--group", eu, file);
        assertEquals(1, unasked.code());
        assertTrue(unasked.problems().startsWith("Nothing is changed: 1 entity would be deleted"), unasked.problems());
        assertEquals(
                new CommandRun(1, shown, "Delete 1 entity? [y/N] Nothing is changed.\n"),
                run("n\n", true, "sync", "--group", eu, file));
        assertEquals(
                new CommandRun(0, shown + "Done.\n", "Delete 1 entity? [y/N] "),
                run("y\n", true, "sync", "--group", eu, file));
        Files.writeString(
                Path.of(file), "_format_version: '3.0'\nservices: [{name: three, url: 'http://127.0.0.1:9'}]\n");
        CommandRun applied = run("apply", "--json", "--group", eu, file);
        assertEquals(0, applied.code(), applied.problems());
        assertTrue(applied.out().contains("\"done\" : true"), applied.out());
        assertTrue(run("dump", "--group", eu).out().contains("name: one"), "apply deletes nothing");
    }

    @Test
    void refusals_name_the_place_and_what_to_do() throws IOException {
        String file = Files.writeString(folder.resolve("kong.yml"), """
                _format_version: "3.0"
                services:
                - name: one
                  url: http://127.0.0.1:9
                  colour: red
                """).toString();
        CommandRun refused = run("sync", "--group", eu, file);
        assertEquals(1, refused.code());
        assertTrue(refused.problems().startsWith(file + ":5: services.1.colour: unknown field"), refused.problems());
        assertTrue(refused.problems().endsWith("Nothing is changed: 1 problem\n"), refused.problems());
        assertEquals(1, run("validate", "--online", "--group", eu, file).code());
        assertTrue(run("diff", "--group", "no-such", file).problems().contains("no runtime group 'no-such'"));
        assertTrue(CommandRun.with(
                        Map.of("GATEHOUSE_ADMIN_TOKEN", "wrong-token"),
                        "",
                        false,
                        "dump",
                        "--url",
                        "http://127.0.0.1:" + server.port())
                .problems()
                .contains("refuses the token"));
        assertTrue(
                CommandRun.of("dump").problems().startsWith("no token for the Admin API: set GATEHOUSE_ADMIN_TOKEN"));
    }

    private static String[] with(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    /** What is done with a gateway that serves. */
    private interface Calls {
        void at(int port);
    }

    /** Serves a file by a gateway without a database, which has the pepper of this installation. */
    private void serve(Path file, Calls calls) throws Exception {
        Map<String, String> settings = Map.of(
                "gatehouse.config", file.toString(),
                "gatehouse.secrets.pepper", HexFormat.of().formatHex(secrets.pepper()));
        try (TestNode node = new TestNode(Files.createDirectories(folder.resolve("data")), settings)) {
            calls.at(node.proxy());
        }
    }

    private static void calls(int port, String path, String key, int... statuses) {
        for (int status : statuses)
            given().port(port).header("apikey", key).get(path).then().statusCode(status);
    }
}
