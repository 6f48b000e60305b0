package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.admin.AdminServer;
import io.gatehouse.application.Plan;
import io.gatehouse.application.TestOffer;
import io.gatehouse.settings.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The portal goes to a folder and comes from one, as somebody at a terminal does it, and as CI does. */
@QuarkusTest
class PortalCommandTest {
    @Inject
    AdminServer server;

    @Inject
    Secrets secrets;

    @TempDir
    Path temporary;

    private Path folder;
    private String plan;

    @BeforeEach
    void export() {
        TestOffer offer = TestOffer.fresh();
        plan = QuarkusTransaction.requiringNew().call(() -> Plan.<Plan>findById(offer.gold()).slug);
        folder = temporary.resolve("portal");
        assertEquals(Exit.DONE, run("export", folder.toString()).code());
    }

    @Test
    void a_check_tells_whether_folder_and_portal_are_the_same() throws IOException {
        assertEquals(Exit.DONE, run("export", folder.toString(), "--check").code());
        edit("limit: 600\n", "limit: 601\n");
        CommandRun check = run("export", "--check", folder.toString());
        assertEquals(Exit.FOUND, check.code());
        assertTrue(check.out().contains("~ plans/" + plan + ".yaml"), check.out());
        assertTrue(file().contains("601"), "nothing is written");
    }

    @Test
    void an_import_shows_what_it_does_and_does_it() throws IOException {
        edit("limit: 600\n", "limit: 601\n");
        CommandRun dry = run("import", folder.toString(), "--dry-run");
        assertEquals(Exit.DONE, dry.code(), dry.problems());
        assertTrue(dry.out().contains("~ plan " + plan + "\n    limit: \"600\" → \"601\""), dry.out());
        assertEquals(600, limit());
        CommandRun done = run("import", folder.toString());
        assertTrue(done.out().endsWith("Done.\n"), done.out());
        assertEquals(601, limit());
        assertTrue(run("import", folder.toString()).out().contains("Nothing to change"));
    }

    @Test
    void deletions_are_asked_for_twice() throws IOException {
        for (String each : List.of("free", "gold", "partner"))
            Files.delete(folder.resolve("plans/" + plan.replace("gold", each) + ".yaml"));
        Path version = folder.resolve("apis/test-weather-" + plan.replaceAll("\\D", "") + "/v1/version.yaml");
        Files.writeString(version, Files.readString(version).replaceAll("plans:(\n  - .*)+", "plans: []"));
        assertTrue(run("import", folder.toString()).out().contains("= plan " + plan + " stays"));
        CommandRun alone = run("import", folder.toString(), "--prune");
        assertEquals(Exit.FAILED, alone.code());
        assertTrue(alone.problems().contains("--yes"), alone.problems());
        assertEquals(600, limit());
        CommandRun agreed = run("import", folder.toString(), "--prune", "--yes");
        assertEquals(Exit.DONE, agreed.code(), agreed.problems());
        assertTrue(agreed.out().contains("- plan " + plan), agreed.out());
        assertEquals(0, Plan.count("slug", plan));
    }

    @Test
    void what_is_refused_is_told_with_file_line_and_field() throws IOException {
        edit("limit: 600\n", "limit: 0\nlimits: 1\n");
        CommandRun refused = run("import", folder.toString());
        assertEquals(Exit.FAILED, refused.code());
        assertTrue(
                refused.problems().contains("plans/" + plan + ".yaml:4: limits: This field is unknown."),
                refused.problems());
        assertTrue(refused.problems().contains("Nothing is changed"), refused.problems());
        assertEquals(
                Exit.FAILED,
                run("import", temporary.resolve("nowhere").toString()).code());
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("plans/" + plan + ".yaml"));
    }

    private void edit(String from, String to) throws IOException {
        Files.writeString(folder.resolve("plans/" + plan + ".yaml"), file().replace(from, to));
    }

    private long limit() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Plan.<Plan>find("slug", plan).<Plan>firstResult().requestLimit);
    }

    private CommandRun run(String... words) {
        List<String> all = new ArrayList<>(List.of("portal"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.port()));
        return CommandRun.with(
                Map.of("GATEHOUSE_ADMIN_TOKEN", secrets.adminToken()), "", false, all.toArray(String[]::new));
    }
}
