package io.gatehouse.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.access.Routes.Route;
import io.gatehouse.access.TwoGroups.Ground;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Somebody with all rights on one runtime group, and on no other, goes through the whole console after another group. */
@QuarkusTest
class LimitedOperatorTest {
    @Inject
    TwoGroups grounds;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void whoever_has_rights_on_one_group_learns_and_changes_nothing_of_another() {
        Ground us = grounds.filled("us");
        Ground eu = grounds.filled("eu");
        TestBrowser emil = TestPeople.operator(new Rights(Role.ADMIN, Set.of(eu.id())));
        Map<String, Object> before = grounds.state(us);
        for (Route route : Routes.all()) {
            if (!route.path().startsWith("/console") || isAway(route)) continue;
            for (String path : addresses(route, us)) {
                Response answer = route.changes()
                        ? route.takesFiles()
                                ? emil.upload(path, fields(us), "file", "spec.json", new byte[0])
                                : emil.post(path, form(us))
                        : emil.get(path);
                check(route + " as " + path, answer, us);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(before, grounds.state(us));
    }

    /** Signing out would end the walk. */
    private static boolean isAway(Route route) {
        return route.path().endsWith("/sign-out") || route.path().contains("/account");
    }

    private static Set<String> addresses(Route route, Ground us) {
        Set<String> paths = new LinkedHashSet<>();
        if (!route.hasParameters()) paths.add(route.path());
        else
            for (UUID id : us.ids().values())
                paths.add(route.filled(Map.of(
                        "id",
                        id.toString(),
                        "name",
                        us.id().toString(),
                        "api",
                        us.mark(),
                        "version",
                        "v1",
                        "token",
                        "none")));
        if (route.path().matches("/console/(services|routes|plugins|groups)(/.*)?"))
            for (String path : List.copyOf(paths))
                paths.add(path.replaceFirst("/console/", "/console/runtime-groups/" + us.id() + "/"));
        if (!route.hasParameters())
            paths.add(route.path().replaceFirst("/console/?", "/console/runtime-groups/" + us.name() + "/"));
        return paths;
    }

    private void check(String what, Response answer, Ground us) {
        int status = answer.statusCode();
        if (status >= 500) wrong.add(what + " broke: " + status);
        String sent = us.mark();
        if (what.contains(us.mark())) {
            // The address itself stands in links of the error page.
            if (status != 404 && status != 403) wrong.add(what + " answered " + status);
            return;
        }
        // What was typed comes back in the form; nothing else of it may.
        String body = status == 422 || status == 200 && answer.asString().contains("role=\"alert\"")
                ? Jsoup.parse(answer.asString())
                        .select("main table, main .audit, .group-switch, datalist, select")
                        .text()
                : answer.asString();
        if (body.contains(sent)) wrong.add(what + " answered " + status + " with something of the other group");
    }

    /** A form with whatever any form asks for, all of it from the other group. */
    private static Map<String, Object> form(Ground us) {
        Map<String, Object> form = new HashMap<>(fields(us));
        form.put("version", List.of(us.ids().get("version")));
        form.put("offer", List.of());
        form.put("groups", List.of(us.id()));
        form.put("content", "true");
        return form;
    }

    private static Map<String, String> fields(Ground us) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "taken");
        fields.put("service", us.ids().get("service").toString());
        fields.put("route", us.ids().get("route").toString());
        fields.put("consumer_group", us.ids().get("group").toString());
        fields.put("consumer", us.ids().get("consumer").toString());
        fields.put("runtimeGroup", us.id().toString());
        fields.put("runtime_group", us.id().toString());
        fields.put("item", "registration:" + us.ids().get("registration"));
        fields.put("reason", "because");
        fields.put("upstreamUrl", "https://elsewhere.example.com");
        fields.put("url", "https://elsewhere.example.com");
        fields.put("path", "/taken");
        fields.put("paths", "/taken");
        fields.put("do", "save");
        fields.put("visibility", "PUBLIC");
        fields.put("apiName", "Taken");
        fields.put("label", "v2");
        fields.put("reach", "all");
        fields.put("role", "ADMIN");
        fields.put("access", "write");
        fields.put("lifetime", "never");
        fields.put("email", "thief@example.com");
        return fields;
    }

    @Test
    void lists_numbers_and_choices_are_of_ones_own_group() {
        Ground us = grounds.filled("us");
        Ground eu = grounds.filled("eu");
        TestBrowser emil = TestPeople.operator(new Rights(Role.ADMIN, Set.of(eu.id())));
        String at = "/console/runtime-groups/" + eu.name();
        List<String> pages = List.of(
                at + "/services",
                at + "/routes",
                at + "/plugins",
                at + "/groups",
                at + "/routes/new",
                at + "/plugins/new/rate-limiting",
                "/console/apis",
                "/console/plans/matrix",
                "/console/inbox",
                "/console/audit",
                "/console/audit/export",
                "/console/runtime-groups",
                "/console/versions/" + eu.ids().get("version"),
                "/console/preview/" + eu.mark() + "/v1");
        for (String page : pages) {
            Response answer = emil.get(page);
            assertEquals(200, answer.statusCode(), page);
            assertTrue(answer.asString().contains(eu.mark()), page + " shows one's own");
            assertFalse(answer.asString().contains(us.mark()), page + " shows nothing of others");
        }
        assertTrue(emil.page("/console").text().contains("1 app asks for access"));
        assertFalse(emil.page("/console").text().contains("Last 24 hours"));
        for (String closed : List.of(
                "/console/developers",
                "/console/apps",
                "/console/keys",
                "/console/plans",
                "/console/operators",
                "/console/tokens",
                "/console/theme")) assertEquals(403, emil.get(closed).statusCode(), closed);
        assertEquals(404, emil.get("/console/services").statusCode(), "nor of the default group");
    }

    @Test
    void ones_own_group_is_ones_own() {
        Ground eu = grounds.filled("eu");
        TestBrowser emil = TestPeople.operator(new Rights(Role.PUBLISHER, Set.of(eu.id())));
        String at = "/console/runtime-groups/" + eu.name();
        Map<String, Object> service = Map.of(
                "name", "made-" + eu.mark(),
                "url", "https://api.example.com",
                "connect_timeout", "1",
                "write_timeout", "1",
                "read_timeout", "1",
                "retries", "0");
        assertEquals(303, emil.post(at + "/services/new", service).statusCode());
        String item = "registration:" + eu.ids().get("registration");
        assertEquals(
                303, emil.post("/console/inbox/approve", Map.of("item", item)).statusCode());
        assertFalse(emil.page("/console/inbox").text().contains("app-" + eu.mark()));
        assertEquals(403, emil.post(at, Map.of("name", "mine")).statusCode(), "the group itself is the admins'");

        TestBrowser ada = TestPeople.operator(new Rights(Role.AUDITOR, Set.of(eu.id())));
        assertEquals(200, ada.get(at + "/services").statusCode());
        assertEquals(403, ada.post(at + "/services/new", service).statusCode());
        TestBrowser alma = TestPeople.operator(new Rights(Role.AUDITOR, null));
        assertEquals(200, alma.get("/console/keys").statusCode());
        assertEquals(403, alma.post("/console/plans/new").statusCode());
        assertEquals(403, alma.post("/console/operators/invite").statusCode());
    }

    @Test
    void an_api_of_another_group_is_not_joined_by_its_name() {
        Ground us = grounds.filled("us");
        Ground eu = grounds.filled("eu");
        TestBrowser emil = TestPeople.operator(new Rights(Role.PUBLISHER, Set.of(eu.id())));
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "apiName", us.mark(),
                "slug", us.mark(),
                "label", "v9",
                "visibility", "PUBLIC",
                "docsOnly", "true",
                "runtimeGroup", eu.name(),
                "do", "draft"));
        byte[] spec = "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{}}".getBytes();
        Response answer = emil.upload("/console/publish", form, "file", "spec.json", spec);
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Another API has this address already"), answer.asString());
        form.put("runtimeGroup", us.name());
        assertEquals(
                404,
                emil.upload("/console/publish", form, "file", "spec.json", spec).statusCode());
        assertEquals(404, emil.get("/console/publish?api=" + us.mark()).statusCode());
    }
}
