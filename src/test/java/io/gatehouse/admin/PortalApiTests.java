package io.gatehouse.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Registrations;
import io.gatehouse.application.TestOffer;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.folder.FolderArchive;
import io.gatehouse.identity.Accounts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The portal's folder out of the Admin API and into it again, beside everything else that other tests have left here. */
abstract class PortalApiTests extends AdminApi {
    @Inject
    Accounts accounts;

    @Inject
    Applications applications;

    @Inject
    Registrations registrations;

    @Test
    void what_is_exported_changes_nothing_when_it_comes_back() {
        TestOffer.fresh();
        byte[] archive = export();
        assertArrayEquals(archive, export());
        send(archive, "?dry_run=true&prune=true").statusCode(200).body("dry_run", equalTo(true));
        unchanged(send(archive, "?prune=true").statusCode(200));
        assertArrayEquals(archive, export());
    }

    private static void unchanged(ValidatableResponse answer) {
        answer.body("created", empty()).body("changed", empty()).body("deleted", empty());
    }

    @Test
    void what_a_folder_changes_is_listed_first_and_done_when_asked_for() {
        TestOffer offer = TestOffer.fresh();
        String slug = offer.path().split("/")[2];
        String plan = plan(offer.free());
        SortedMap<String, byte[]> files = files();
        edit(files, "plans/" + plan + ".yaml", "limit: 10\n", "limit: 11\n");
        edit(files, "apis/" + slug + "/api.yaml", "visibility: public", "visibility: unlisted");
        edit(
                files,
                "apis/" + slug + "/v1/version.yaml",
                "lifecycle: published",
                "lifecycle: deprecated\nsunset: \"2020-01-01\"");
        put(files, "apis/" + slug + "/v1/docs.md", "# New\n");
        String fresh = unique("plan");
        put(files, "plans/" + fresh + ".yaml", "title: New\nlimit: 5\nwindow: hour\napproval: operator\n");
        byte[] archive = zip(files);

        ValidatableResponse dry = send(archive, "?dry_run=true").statusCode(200);
        assertEquals(Api.Visibility.PUBLIC, visibility(slug), "a dry run changes nothing");
        assertEquals(0, Plan.count("slug", fresh));
        String revision = dry.extract().path("revision");
        sendSeen(archive, "x" + revision).statusCode(412);
        assertEquals(Api.Visibility.PUBLIC, visibility(slug), "what somebody else has changed is looked at first");
        ValidatableResponse done = sendSeen(archive, revision).statusCode(200);
        assertEquals(
                dry.extract().asString().replace("\"dry_run\":true", ""),
                done.extract().asString().replace("\"dry_run\":false", ""));
        done.body("created.find { it.name == '" + fresh + "' }.kind", equalTo("plan"))
                .body("changed.find { it.name == '" + plan + "' }.fields.limit.before", equalTo("10"))
                .body("changed.find { it.name == '" + plan + "' }.fields.limit.after", equalTo("11"))
                .body("changed.find { it.name == '" + slug + " v1' }.fields.sunset.after", equalTo("2020-01-01"))
                .body("deleted", empty());
        assertEquals(Api.Visibility.UNLISTED, visibility(slug));
        assertEquals(1, Plan.count("slug = ?1 and windowSeconds = 3600", fresh));
        assertTrue(AuditEntry.count("action", "portal.imported") > 0);
        unchanged(send(export(), "").statusCode(200));
    }

    @Test
    void only_pruning_deletes_and_never_what_registrations_use() {
        TestOffer used = TestOffer.fresh();
        TestOffer free = TestOffer.fresh();
        register(used);
        SortedMap<String, byte[]> files = files();
        for (TestOffer offer : List.of(used, free)) {
            files.keySet()
                    .removeIf(name -> name.startsWith(offer.path().substring(1).replaceFirst("v1$", "")));
            for (var plan : List.of(offer.free(), offer.gold(), offer.partner()))
                files.remove("plans/" + plan(plan) + ".yaml");
        }
        String usedVersion = used.path().split("/")[2] + " v1";
        String freeVersion = free.path().split("/")[2] + " v1";
        ValidatableResponse kept = send(zip(files), "").statusCode(200);
        kept.body("kept.name", hasItems(usedVersion, freeVersion, plan(free.gold())));
        assertEquals(1, ApiVersion.count("id", free.versionId()));

        send(zip(files), "?prune=true")
                .statusCode(400)
                .body("problems.file", hasItem("apis/" + usedVersion.replace(' ', '/') + "/version.yaml"))
                .body("problems.message", hasItem(containsString("1 application is registered for it")))
                .body("problems.file", hasItem("plans/" + plan(used.free()) + ".yaml"))
                .body("problems.file", not(hasItem("plans/" + plan(free.free()) + ".yaml")));
        assertEquals(1, ApiVersion.count("id", free.versionId()), "all or nothing");

        SortedMap<String, byte[]> all = files();
        all.keySet().removeIf(name -> name.startsWith(free.path().substring(1).replaceFirst("v1$", "")));
        all.remove("plans/" + plan(free.gold()) + ".yaml");
        send(zip(all), "?prune=true")
                .statusCode(200)
                .body("deleted.name", hasItems(freeVersion, plan(free.free()).replace("free", "gold")));
        assertEquals(0, ApiVersion.count("id", free.versionId()));
    }

    @Test
    void everything_that_is_refused_is_named_and_nothing_is_done() {
        TestOffer offer = TestOffer.fresh();
        String slug = offer.path().split("/")[2];
        SortedMap<String, byte[]> files = files();
        edit(files, "plans/" + plan(offer.free()) + ".yaml", "limit: 10\n", "limit: 0\n");
        edit(files, "apis/" + slug + "/v1/version.yaml", "runtime_group: default", "runtime_group: nowhere");
        put(files, "apis/" + slug + "/v1/spec.yaml", "openapi: 3.1.0\ninfo: {title: x}\npaths: [");
        edit(files, "theme/theme.yaml", "preset: ", "preset: no-");
        byte[] before = export();
        send(zip(files), "")
                .statusCode(400)
                .body("message", containsString("nothing was changed"))
                .body(
                        "problems.file",
                        hasItems(
                                "plans/" + plan(offer.free()) + ".yaml",
                                "apis/" + slug + "/v1/spec.yaml",
                                "theme/theme.yaml"))
                .body("problems.find { it.file.startsWith('plans/') }.line", equalTo(3))
                .body("problems.find { it.file.startsWith('plans/') }.field", equalTo("limit"));
        SortedMap<String, byte[]> nowhere = files();
        nowhere.put("apis/" + slug + "/v1/version.yaml", files.get("apis/" + slug + "/v1/version.yaml"));
        edit(nowhere, "plans/" + plan(offer.free()) + ".yaml", "limit: 10\n", "limit: 12\n");
        send(zip(nowhere), "")
                .statusCode(400)
                .body("problems.find { it.field == 'runtime_group' }.message", containsString("“nowhere”"));
        assertArrayEquals(before, export());
    }

    @Test
    void calls_that_make_no_sense_are_answered_so() {
        byte[] archive = export();
        admin().contentType("application/json")
                .body("{}")
                .post("/portal/import")
                .then()
                .statusCode(415);
        send(archive, "?prune=perhaps").statusCode(400);
        send("../x", "no").statusCode(400).body("problems[0].file", equalTo("../x"));
        get("/default/portal/export").statusCode(404);
        io.restassured.RestAssured.given()
                .port(server.port())
                .get("/portal/export")
                .then()
                .statusCode(401);
    }

    private ValidatableResponse send(String name, String content) {
        return send(zip(new TreeMap<>(Map.of(name, content.getBytes(StandardCharsets.UTF_8)))), "");
    }

    private void register(TestOffer offer) {
        String email = unique("folder") + "@example.com";
        Application application = applications.create(
                accounts.createApproved(email, "Fay Folder", "lantern quiet river stone").id, unique("App"), "");
        QuarkusTransaction.requiringNew()
                .run(() -> registrations.request(application, ApiVersion.findById(offer.versionId()), offer.free()));
    }

    private static Api.Visibility visibility(String slug) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Api.<Api>find("slug", slug).<Api>firstResult().visibility);
    }

    private static String plan(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Plan.<Plan>findById(id).slug);
    }

    private byte[] export() {
        return admin().get("/portal/export")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
    }

    private SortedMap<String, byte[]> files() {
        return FolderArchive.read(export());
    }

    private ValidatableResponse send(byte[] archive, String query) {
        return admin().contentType("application/zip")
                .body(archive)
                .post("/portal/import" + query)
                .then();
    }

    private ValidatableResponse sendSeen(byte[] archive, String revision) {
        return admin().contentType("application/zip")
                .header("If-Match", "\"" + revision + "\"")
                .body(archive)
                .post("/portal/import")
                .then();
    }

    private static void put(Map<String, byte[]> files, String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void edit(Map<String, byte[]> files, String name, String from, String to) {
        String before = new String(files.get(name), StandardCharsets.UTF_8);
        assertTrue(before.contains(from), before);
        put(files, name, before.replace(from, to));
    }

    private static byte[] zip(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FolderArchive archive = new FolderArchive(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) archive.add(file.getKey(), file.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
