package io.gatehouse.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.access.TwoGroups.Ground;
import io.gatehouse.admin.AdminServer;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.AdminToken;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What a program can do with a token that an operator made for it. */
@QuarkusTest
class AdminTokensTest {
    private static final String HERE = "/console/tokens";

    @Inject
    AdminServer server;

    @Inject
    TwoGroups grounds;

    private final TestBrowser olga = TestPeople.operator();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void a_token_is_shown_once_and_opens_the_api_until_it_is_revoked() {
        String name = "ci-" + UUID.randomUUID();
        Response made = olga.post(HERE, Map.of("name", name, "access", "write", "reach", "all", "lifetime", "30"));
        assertEquals("no-store", made.header("Cache-Control"));
        String token = token(made);
        assertFalse(olga.page(HERE).html().contains(token));
        assertEquals(200, call(token, "GET", "/services", null).statusCode());
        assertEquals(
                200,
                given().port(server.port())
                        .header("Authorization", "Bearer " + token)
                        .get("/services")
                        .statusCode());
        String service = "{\"name\": \"" + name + "\", \"url\": \"http://upstream\"}";
        assertEquals(201, call(token, "POST", "/services", service).statusCode());
        Document audit = olga.page("/console/audit?target=" + name);
        assertTrue(audit.text().contains("Admin API, " + name), "the audit says whose token it was");
        assertTrue(audit.text().contains("admin-token.created"));
        assertFalse(olga.page(HERE)
                .select("tr:contains(" + name + ") td[data-label='Last used']")
                .text()
                .contains("never"));

        String revoke = olga.page(HERE).select("tr:contains(" + name + ") form").attr("action");
        assertEquals(HERE, olga.post(revoke).header("Location"));
        assertEquals(401, call(token, "GET", "/services", null).statusCode());
        assertTrue(olga.page("/console/audit?target=" + name).text().contains("admin-token.revoked"));
        assertEquals(404, olga.post(HERE + "/" + UUID.randomUUID() + "/revoke").statusCode());
    }

    @Test
    void a_token_that_has_expired_opens_nothing() {
        String token =
                token(olga.post(HERE, Map.of("name", "short", "access", "read", "reach", "all", "lifetime", "30")));
        assertEquals(200, call(token, "GET", "/", null).statusCode());
        String hint = token.substring(0, 10);
        QuarkusTransaction.requiringNew()
                .run(() -> AdminToken.update(
                        "expiresAt = ?1 where hint = ?2", Instant.now().minusSeconds(1), hint));
        assertEquals(401, call(token, "GET", "/", null).statusCode());
        char last = token.charAt(token.length() - 1);
        String forged = token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0');
        assertEquals(401, call(forged, "GET", "/", null).statusCode());
    }

    @Test
    void what_is_not_chosen_is_asked_for() {
        Response refused = olga.post(HERE, Map.of("name", "kept", "reach", "some"));
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("kept", page.select("#name").val());
        assertEquals(
                3, page.select(".problems a").size(), page.select(".problems").text());
    }

    @Test
    void a_token_that_reads_changes_nothing() {
        Ground eu = grounds.filled("eu");
        String token = token(eu, "read");
        Map<String, Object> before = grounds.state(eu);
        String at = "/" + eu.name();
        String service = at + "/services/" + eu.ids().get("service");
        assertEquals(200, call(token, "GET", service, null).statusCode());
        for (String method : List.of("PUT", "PATCH", "DELETE", "POST"))
            assertEquals(403, call(token, method, service, "{}").statusCode(), method);
        assertEquals(403, call(token, "POST", at + "/services", "{}").statusCode());
        assertEquals(
                403, call(token, "DELETE", "/workspaces/" + eu.name(), null).statusCode());
        assertEquals(
                200,
                call(token, "POST", at + "/schemas/services/validate", "{\"name\":\"a\",\"host\":\"b\"}")
                        .statusCode());
        String sync = at + "/sync";
        String file = "{\"_format_version\": \"3.0\"}";
        assertEquals(403, call(token, "POST", sync, file).statusCode());
        assertEquals(
                403,
                call(token, "POST", sync + "?dry_run=false&dry_run=true", file).statusCode());
        Response told = call(token, "POST", sync + "?dry_run=true", file);
        assertEquals(200, told.statusCode(), told::asString);
        assertFalse(told.jsonPath().getList("deleted").isEmpty(), "it says what a sync would do");
        assertEquals(before, grounds.state(eu));
    }

    @Test
    void a_token_of_one_group_neither_reads_nor_writes_another() {
        Ground us = grounds.filled("us");
        Ground eu = grounds.filled("eu");
        String token = token(eu, "write");
        Map<String, Object> before = grounds.state(us);
        for (Kind<?> kind : Kind.ALL) {
            String all = kind.adminNames().collection();
            if (all == null) continue;
            for (String group : List.of("/" + us.name(), "")) {
                closed(token, "GET", group + "/" + all, us);
                closed(token, "POST", group + "/" + all, us);
            }
        }
        Map<String, String> kinds = Map.of(
                "services", "service",
                "routes", "route",
                "plugins", "plugin",
                "consumer_groups", "group",
                "upstreams", "upstream",
                "consumers", "consumer");
        kinds.forEach((all, what) -> {
            String entity = "/" + all + "/" + us.ids().get(what);
            for (String group : List.of("/" + us.name(), "/" + us.id(), ""))
                for (String method : List.of("GET", "PUT", "PATCH", "DELETE"))
                    closed(token, method, group + entity, us);
            closed(token, "GET", "/" + eu.name() + entity, us);
            closed(token, "PATCH", "/" + eu.name() + entity, us);
        });
        closed(token, "GET", "/" + us.name() + "/dump", us);
        closed(token, "POST", "/" + us.name() + "/sync?dry_run=true", us);
        closed(token, "GET", "/portal/export", us);
        for (String path : List.of(
                "/workspaces/" + us.name(),
                "/workspaces/" + us.id(),
                "/" + us.name(),
                "/" + us.name() + "/kong",
                "/" + us.name() + "/status",
                "/" + us.name() + "/proxy-cache/x",
                "/" + us.name() + "/upstreams/" + us.mark() + "/health",
                "/" + us.name() + "/consumers/" + us.mark() + "/consumer_groups",
                "/metrics")) closed(token, "GET", path, us);
        for (String path : List.of("/workspaces", "/workspaces/" + eu.name()))
            assertEquals(
                    403,
                    call(token, path.equals("/workspaces") ? "POST" : "PATCH", path, "{\"name\":\"x\"}")
                            .statusCode(),
                    path);
        assertEquals(
                404,
                call(token, "PATCH", "/workspaces/" + us.name(), "{\"region\":\"x\"}")
                        .statusCode());
        call(token, "DELETE", "/workspaces/" + us.name() + "?cascade=true", null);
        call(token, "PUT", "/workspaces/" + us.id(), "{\"name\":\"taken\"}");
        String foreign = "{\"name\":\"cors\",\"service\":{\"id\":\"" + us.ids().get("service") + "\"}}";
        assertEquals(
                400, call(token, "POST", "/" + eu.name() + "/plugins", foreign).statusCode());
        call(token, "GET", "/workspaces", null)
                .then()
                .body("data", hasSize(1))
                .body("data[0].name", equalTo(eu.name()));
        assertEquals(200, call(token, "GET", "/", null).statusCode());
        assertEquals(
                200, call(token, "GET", "/" + eu.name() + "/services", null).statusCode());
        assertEquals(List.of(), wrong);
        assertEquals(before, grounds.state(us));
    }

    private void closed(String token, String method, String path, Ground us) {
        Response answer =
                call(token, method, path, method.equals("GET") || method.equals("DELETE") ? null : "{\"name\":\"x\"}");
        if (answer.statusCode() != 404) wrong.add(method + " " + path + " answered " + answer.statusCode());
        if (answer.asString().contains(us.mark())) wrong.add(method + " " + path + " told something");
    }

    private Response call(String token, String method, String path, String json) {
        var request = given().port(server.port()).header("Kong-Admin-Token", token);
        return (json == null ? request : request.contentType(ContentType.JSON).body(json)).request(method, path);
    }

    private String token(Ground ground, String access) {
        return token(olga.post(
                HERE,
                Map.of(
                        "name",
                        "of " + ground.name(),
                        "access",
                        access,
                        "reach",
                        "some",
                        "groups",
                        List.of(ground.id()),
                        "lifetime",
                        "never")));
    }

    private static String token(Response made) {
        assertEquals(200, made.statusCode(), made.asString());
        return Jsoup.parse(made.asString()).select(".copy input").val();
    }
}
