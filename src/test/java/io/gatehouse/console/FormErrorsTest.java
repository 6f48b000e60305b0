package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.Applications;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A form that is refused says everything that is wrong with it, at its fields, and gives back what was typed. */
@QuarkusTest
class FormErrorsTest {
    @Inject
    Applications applications;

    @Inject
    Offers offers;

    private TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
    }

    @Test
    void publishing() {
        Map<String, String> typed = new LinkedHashMap<>(Map.of(
                "do", "publish",
                "apiName", "x".repeat(130),
                "slug", "No Slug",
                "label", "v 1",
                "summary", "s".repeat(401),
                "upstreamUrl", "not an address",
                "visibility", "NOBODY",
                "path", "no-slash",
                "methods", "GET"));
        typed.put("plans", "no plan");
        typed.put("tags", "t".repeat(41));
        Response answer = operator.upload("/console/publish", typed, "file", "", new byte[0]);
        Document page = refused(
                answer,
                "source",
                "visibility",
                "apiName",
                "slug",
                "summary",
                "tags",
                "label",
                "upstreamUrl",
                "routes",
                "plans");
        assertEquals("No Slug", page.select("#slug").val());
        assertEquals("not an address", page.select("#upstreamUrl").val());
        assertEquals("no-slash", page.select("input[name=path]").val());
    }

    @Test
    void a_broken_spec_hides_nothing_else() {
        Map<String, String> typed = Map.of("do", "publish", "apiName", "", "label", "", "visibility", "PUBLIC");
        byte[] broken = "openapi: 3.1.0\ninfo: {title: Broken\npaths: {}\n".getBytes(StandardCharsets.UTF_8);
        Response answer = operator.upload("/console/publish", typed, "file", "broken.yaml", broken);
        refused(answer, "source", "apiName", "label", "upstreamUrl", "routes");
    }

    @Test
    void a_plan() {
        Map<String, String> typed = Map.of(
                "title", "",
                "slug", "Not a slug",
                "requestLimit", "many",
                "windowSeconds", "7",
                "approval", "NOBODY",
                "price", "p".repeat(81),
                "sortOrder", "first");
        Document page = refused(
                operator.post("/console/plans/new", typed),
                "title",
                "slug",
                "requestLimit",
                "windowSeconds",
                "approval",
                "price",
                "sortOrder");
        assertEquals("many", page.select("#requestLimit").val());
        String plan = "/console/plans/" + offers.plan(7);
        refused(operator.post(plan, typed), "title", "requestLimit", "windowSeconds", "approval", "price", "sortOrder");
    }

    @Test
    void a_plugin() {
        Map<String, String> typed = Map.of(
                "config.minute", "many",
                "config.limit_by", "weather",
                "tags", "a/b",
                "service", "00000000-0000-0000-0000-000000000009",
                "consumer", "nobody");
        Document page = refused(
                operator.post("/console/plugins/new/rate-limiting", typed),
                "config.minute",
                "config.limit_by",
                "tags",
                "service",
                "consumer");
        assertEquals("nobody", page.select("#consumer").val());
        Map<String, String> json = new LinkedHashMap<>(typed);
        json.put("view", "json");
        json.put("config", "{ no json");
        page = refused(
                operator.post("/console/plugins/new/rate-limiting", json), "config", "service", "consumer", "tags");
        assertEquals("{ no json", page.select("#config").text());
    }

    @Test
    void a_key() {
        TestBrowser ann = TestPeople.developer();
        String path = "/apps/" + applications.create(ann.personId(), "Board", "").id + "/keys/new";
        refused(ann.post(path, Map.of("name", "n".repeat(81), "expires", "tomorrow")), "name", "expires");
    }

    @Test
    void a_theme() {
        Map<String, String> typed = new LinkedHashMap<>();
        for (Element field : operator.page("/console/theme")
                .select("#theme input:not([type=file]):not([type=checkbox]), #theme select"))
            typed.put(
                    field.attr("name"),
                    field.is("select") ? field.select("[selected]").val() : field.val());
        typed.putAll(Map.of(
                "portalName", "",
                "light.primary", "greenish",
                "dark.primary", "#12",
                "note", "n".repeat(201)));
        refused(
                operator.upload(
                        "/console/theme/publish",
                        typed,
                        "logo",
                        "logo.png",
                        "no picture".getBytes(StandardCharsets.UTF_8)),
                "portalName",
                "light.primary",
                "dark.primary",
                "note",
                "logo");
    }

    @Test
    void a_route() {
        Map<String, String> typed = Map.of(
                "name", "no spaces please",
                "service", "00000000-0000-0000-0000-000000000009",
                "paths", "/fine\nno-slash\n/two//slashes",
                "hosts", "no host!",
                "methods", "GE T, 1",
                "protocols", "ftp",
                "tags", "a/b");
        Document page = refused(
                operator.post("/console/routes/new", typed),
                "name",
                "service",
                "paths",
                "hosts",
                "methods",
                "protocols",
                "tags");
        assertTrue(page.select("#paths-error").text().contains("Line 2: Begin the path with “/”"), page.text());
        refused(operator.post("/console/routes/new", Map.of("protocols", "http")), "paths");
    }

    @Test
    void a_service() {
        Map<String, String> typed = Map.of(
                "name", "no spaces please",
                "url", "not an address",
                "connect_timeout", "soon",
                "write_timeout", "0",
                "retries", "-1",
                "tags", "a/b");
        refused(
                operator.post("/console/services/new", typed),
                "name",
                "url",
                "connect_timeout",
                "write_timeout",
                "retries",
                "tags");
    }

    private static Document refused(Response answer, String... fields) {
        assertEquals(422, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        String summary = page.select(".problems").text();
        assertTrue(summary.contains("Nothing was saved"), summary);
        Set<String> told = new TreeSet<>();
        for (Element link : page.select(".problems a")) {
            String id = link.attr("href").substring(1);
            assertFalse(page.getElementById(id) == null, "no field " + id);
            told.add(id);
        }
        assertEquals(new TreeSet<>(Set.of(fields)), told, summary);
        assertFalse(summary.contains("alphanumeric"), summary);
        return page;
    }
}
