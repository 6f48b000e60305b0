package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.spec.Corpus;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a file to an API that developers find, on one page; and every way in which that page can say no. */
@QuarkusTest
class PublishPagesTest {
    @Inject
    ConfigStore store;

    @Inject
    Plans plans;

    private TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
    }

    @Test
    void a_spec_becomes_an_api_that_is_served_and_found() {
        Plan plan = plan();
        String slug = Offers.unique("weather");
        Map<String, String> form = form(slug);
        form.put("plans", plan.id.toString());
        form.put("upstreamAuthorization", "Bearer sk-upstream");
        form.put("docs", "# Hello");
        Response published = publish(form, Offers.spec());
        assertEquals(303, published.statusCode(), problems(published));
        String page = pathOf(published);

        Document version = operator.page(page);
        assertEquals("Published", version.select(".page-head .badge").text());
        assertEquals(
                "/apis/" + slug + "/v1", version.select(".page-head .actions a").attr("href"));
        assertFalse(version.html().contains("sk-upstream"));
        assertEquals(200, TestPeople.visitor().get("/apis/" + slug + "/v1").statusCode());

        Stored service = store.find(Kind.SERVICES, slug + "-v1").orElseThrow();
        assertEquals("upstream.example.com", service.body().path("host").asText());
        List<Stored> plugins = store.pointingAt(Kind.PLUGINS, "service", service.id());
        assertEquals(
                List.of("application-registration", "key-auth", "rate-limiting", "upstream-authorization"),
                plugins.stream()
                        .map(plugin -> plugin.body().path("name").asText())
                        .distinct()
                        .sorted()
                        .toList());
        Document list = operator.page("/console/plugins?service=" + service.id() + "&q=" + plan.slug);
        assertTrue(
                list.select("tbody").text().contains("set by plan " + plan.title),
                list.select("tbody").text());
        assertFalse(list.select("a[href=/console/plans/" + plan.id + "]").isEmpty());

        Document matrix = operator.page("/console/plans/matrix?q=" + slug);
        String cell = "input[name=offer][value$=:" + plan.id + "]";
        assertTrue(matrix.select(cell).hasAttr("checked"));
        assertTrue(matrix.select("td[data-label=" + plan.title + "]").text().contains("7 a minute"));
    }

    @Test
    void a_real_spec_is_published_as_it_was_uploaded() {
        for (Path file : Corpus.files("real")) {
            if (!file.getFileName().toString().equals("train-travel.yaml")) continue;
            String slug = Offers.unique("trains");
            Map<String, String> form = form(slug);
            form.put("do", "draft");
            String page =
                    pathOf(operator.upload("/console/publish", form, "file", "train-travel.yaml", Corpus.bytes(file)));
            assertArrayEquals(
                    Corpus.bytes(file), operator.get(page + "/spec/source").asByteArray());
        }
    }

    @Test
    void a_look_at_the_spec_fills_in_what_is_empty() {
        Response checked = operator.upload(
                "/console/publish",
                Map.of("do", "check", "apiName", "My own name"),
                "file",
                "weather.yaml",
                Offers.spec());
        assertEquals(200, checked.statusCode());
        Document page = Jsoup.parse(checked.asString());
        assertEquals("My own name", page.select("#apiName").val());
        assertEquals("weather-api", page.select("#slug").val());
        assertEquals("v1.2.0", page.select("#label").val());
        assertEquals(
                "https://upstream.example.com/v2", page.select("#upstreamUrl").val());
        assertEquals("/weather-api", page.select("input[name=path]").val());
        assertEquals("weather.yaml", page.select("input[name=fileName]").val());
        assertTrue(page.select("#source").text().contains("openapi: 3.1.0"));
        assertTrue(page.select(".notice-success").text().contains("1 operation"), page.text());
    }

    @Test
    void a_spec_with_problems_shows_each_with_its_place_and_loses_nothing() {
        Map<String, String> form = form(Offers.unique("broken"));
        form.put("source", "openapi: 3.1.0\r\ninfo:\r\n  title: Broken\r\npaths: []\r\n");
        Response refused = publish(form, null);
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertFalse(page.select(".finding-danger").isEmpty(), page.text());
        assertFalse(
                page.select(".excerpt-here").isEmpty(), page.select(".findings").html());
        assertTrue(page.select("#source").text().contains("title: Broken"));
        assertKept(form, page);
    }

    @Test
    void every_refusal_names_its_field_and_keeps_what_was_typed() {
        String slug = Offers.unique("refusals");
        Map<String, Map<String, String>> refusals = new LinkedHashMap<>();
        refusals.put("apiName", Map.of("apiName", ""));
        refusals.put("label", Map.of("label", "no spaces"));
        refusals.put("slug", Map.of("slug", "Not A Slug"));
        refusals.put("visibility", Map.of("visibility", "NOBODY"));
        refusals.put("upstreamUrl", Map.of("upstreamUrl", "upstream.example.com"));
        refusals.put("routes", Map.of("path", "weather"));
        refusals.put("plans", Map.of("plans", "gold"));
        refusals.forEach((field, wrong) -> {
            Map<String, String> form = form(slug);
            form.putAll(wrong);
            Response refused = publish(form, Offers.spec());
            assertEquals(422, refused.statusCode(), field + ": " + problems(refused));
            Document page = Jsoup.parse(refused.asString());
            assertFalse(page.select(".problems a[href=#" + field + "]").isEmpty(), field + ": " + problems(refused));
            assertKept(form, page);
            assertTrue(page.select("#source").text().contains("openapi: 3.1.0"), field);
        });
        assertEquals(0, count("slug", slug), "nothing of them is left");
        Map<String, String> empty = form(slug);
        assertEquals(422, publish(empty, null).statusCode());
    }

    @Test
    void a_refusal_by_the_gateway_leaves_nothing_half_done() {
        String slug = Offers.unique("first");
        pathOf(publish(form(slug), Offers.spec()));
        String second = Offers.unique("second");
        Map<String, String> form = form(second);
        form.put("path", "/" + slug);
        Response refused = publish(form, Offers.spec());
        assertEquals(422, refused.statusCode());
        assertTrue(
                Jsoup.parse(refused.asString()).select("#routes-error").text().contains("/" + slug));
        assertEquals(0, count("slug", second));
        assertTrue(store.find(Kind.SERVICES, second + "-v1").isEmpty());
        form.put("path", "/" + second);
        form.put(
                "kept",
                Jsoup.parse(refused.asString()).select("input[name=kept]").val());
        assertEquals(303, publish(form, null).statusCode(), "the file is still there");
    }

    @Test
    void a_version_joins_its_api() {
        String slug = Offers.unique("joined");
        pathOf(publish(form(slug), Offers.spec()));
        Document page = operator.page("/console/publish?api=" + slug);
        assertTrue(page.select("h1").text().startsWith("New version of"));
        Map<String, String> form = form("ignored");
        form.put("api", slug);
        form.put("path", "/" + slug + "-2");
        Response twice = publish(form, Offers.spec());
        assertEquals(422, twice.statusCode());
        assertFalse(Jsoup.parse(twice.asString()).select("#label-error").isEmpty());
        form.put("label", "v2");
        assertEquals(303, publish(form, Offers.spec()).statusCode());
        assertEquals(1, count("slug", slug));
        assertEquals(404, operator.get("/console/publish?api=nothing-like-that").statusCode());
    }

    @Test
    void a_large_file_is_kept_beside_the_form() {
        byte[] large = (new String(Offers.spec(), StandardCharsets.UTF_8) + "# " + "x".repeat(400_000) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> form = form(Offers.unique("large"));
        form.put("label", "");
        Response refused = publish(form, large);
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("", page.select("#source").text());
        assertTrue(page.select("[data-kept]").text().contains("spec.yaml"));
        form.put("label", "v1");
        form.put("kept", page.select("input[name=kept]").val());
        form.put("fileName", page.select("input[name=fileName]").val());
        Response others = publishAs(TestPeople.operator(), form);
        assertEquals(422, others.statusCode());
        assertTrue(problems(others).contains("no longer kept"), problems(others));
        String version = pathOf(publish(form, null));
        assertArrayEquals(large, operator.get(version + "/spec/source").asByteArray());
    }

    @Test
    void a_file_that_is_empty_or_too_large_is_refused_and_not_kept() {
        Map<String, String> form = form(Offers.unique("refused"));
        form.put("source", "openapi: 3.1.0");
        Map<String, byte[]> files = Map.of("is empty", new byte[0], "at most 16 MB", new byte[(16 << 20) + 1]);
        files.forEach((words, file) -> {
            Response refused = publish(form, file);
            assertEquals(422, refused.statusCode());
            Document page = Jsoup.parse(refused.asString());
            assertTrue(page.select("#file-error").text().contains(words), problems(refused));
            assertTrue(page.select("[data-kept]").isEmpty());
            assertEquals("", page.select("input[name=kept]").val());
            assertEquals("openapi: 3.1.0", page.select("#source").text());
            assertKept(form, page);
        });
    }

    @Test
    void remarks_are_told_after_publishing_and_shown_on_the_spec_tab() {
        Map<String, String> form = form(Offers.unique("remarks"));
        String version = pathOf(publish(form, with("type: strin}", "type: string}")));
        Element told = operator.page(version).selectFirst(".flash");
        assertTrue(told.text().startsWith("Published, with 1 remark."), told.text());
        Document spec = operator.page(told.select("a").attr("href"));
        assertTrue(spec.select("details.remarks").hasAttr("open"));
    }

    @Test
    void a_spec_that_developers_stumble_over_is_published_after_one_confirmation() {
        Map<String, String> form = form(Offers.unique("dangling"));
        byte[] dangling = with("$ref: '#/components/schemas/Nowhere'}", "type: string}");
        Response asked = publish(form, dangling);
        assertEquals(422, asked.statusCode());
        Document page = Jsoup.parse(asked.asString());
        assertKept(form, page);
        assertEquals(
                "Publish all the same", page.select("button[value=publish]").text());
        assertTrue(page.select("details.remarks").hasAttr("open"));
        assertEquals(1, page.select(".finding").size(), page.select(".findings").text());
        assertTrue(page.select(".finding").text().contains("“#/components/schemas/Nowhere” is not in this document."));
        for (String field : List.of("kept", "fileName", "seen"))
            form.put(field, page.select("input[name=" + field + "]").val());
        assertEquals(
                422, publish(form, with("$ref: '#/nowhere'}", "type: string}")).statusCode(), "another file");
        assertEquals(303, publish(form, dangling).statusCode());
    }

    @Test
    void a_draft_that_developers_stumble_over_asks_as_well() {
        Map<String, String> form = form(Offers.unique("no-operation"));
        form.put("do", "draft");
        form.put("source", "openapi: 3.1.0\ninfo: {title: Empty, version: '1'}\npaths: {}\n");
        String version = pathOf(publish(form, null));
        Response asked = operator.post(version + "/publish");
        assertEquals(422, asked.statusCode());
        String seen = Jsoup.parse(asked.asString()).select("input[name=seen]").val();
        assertEquals(
                303, operator.post(version + "/publish", Map.of("seen", seen)).statusCode());
        assertTrue(operator.page(version).select(".flash").text().startsWith("Published, with 1 remark."));
    }

    private static byte[] with(String schema, String instead) {
        return new String(Offers.spec(), StandardCharsets.UTF_8)
                .replace(instead, schema)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void another_path_is_one_button_away() {
        Map<String, String> form = form(Offers.unique("rows"));
        form.put("do", "add-route");
        Document page = Jsoup.parse(publish(form, Offers.spec()).asString());
        assertEquals(2, page.select("input[name=path]").size());
        assertEquals(form.get("path"), page.select("input[name=path]").first().val());
    }

    @Test
    void documentation_only_needs_no_gateway() {
        String slug = Offers.unique("docs-only");
        Map<String, String> form = form(slug);
        form.put("docsOnly", "true");
        form.put("upstreamUrl", "");
        form.put("path", "");
        String page = pathOf(publish(form, Offers.spec()));
        assertTrue(operator.page(page).select(".notice-warning").text().contains("does not serve"));
        assertTrue(store.find(Kind.SERVICES, slug + "-v1").isEmpty());
    }

    private Response publish(Map<String, String> form, byte[] file) {
        return file == null
                ? publishAs(operator, form)
                : operator.upload("/console/publish", form, "file", "spec.yaml", file);
    }

    /** With an empty file field, as a browser sends it. */
    private static Response publishAs(TestBrowser person, Map<String, String> form) {
        return person.upload("/console/publish", form, "file", "", new byte[0]);
    }

    private static void assertKept(Map<String, String> form, Document page) {
        for (String field : List.of("apiName", "slug", "label", "tags", "upstreamUrl"))
            assertEquals(form.get(field), page.select("#" + field).val(), field);
        assertEquals(form.get("docs"), page.select("#docs").text());
        assertEquals(form.get("path"), page.select("input[name=path]").val());
    }

    private Plan plan() {
        return plans.create(
                Offers.unique("plan"), new Plans.Terms(Offers.unique("Plan"), "", 7, 60, Plan.Approval.AUTO, "", 0));
    }

    private static Map<String, String> form(String slug) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("do", "publish");
        form.put("apiName", "API " + slug);
        form.put("slug", slug);
        form.put("label", "v1");
        form.put("summary", "What it does");
        form.put("tags", "one, two");
        form.put("visibility", "PUBLIC");
        form.put("upstreamUrl", "https://upstream.example.com/v2");
        form.put("path", "/" + slug);
        form.put("methods", "");
        form.put("docs", "Some docs");
        return form;
    }

    private static long count(String field, String value) {
        return QuarkusTransaction.requiringNew().call(() -> Api.count(field, value));
    }

    private static String problems(Response response) {
        return Jsoup.parse(response.asString())
                .select(".problems, .field-error, .finding")
                .text();
    }

    private static String pathOf(Response response) {
        assertEquals(303, response.statusCode(), problems(response));
        return response.header("Location").replaceFirst("^https?://[^/]+", "");
    }
}
