package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does with a version after it was published. */
@QuarkusTest
class VersionPagesTest {
    @Inject
    Offers offers;

    @Inject
    ConfigStore store;

    private TestBrowser operator;
    private String version;
    private String page;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
        version = offers.version();
        page = "/console/versions/" + version;
    }

    @Test
    void a_version_goes_through_its_life() {
        assertEquals("Draft", state());
        operator.post(page + "/publish");
        assertEquals("Published", state());
        assertEquals(
                303,
                operator.post(
                                page + "/deprecate",
                                Map.of("sunsetOn", LocalDate.now().plusYears(1).toString()))
                        .statusCode());
        assertEquals("Deprecated", state());
        operator.post(page + "/publish");
        assertEquals("Published", state());
        operator.post(page + "/unpublish");
        assertEquals("Draft", state());
        operator.post(page + "/publish");
        operator.post(page + "/retire");
        assertEquals("Retired", state());
        assertFalse(service().body().path("enabled").asBoolean());
        operator.post(page + "/publish");
        assertEquals("Retired", state());
        assertTrue(operator.page("/console/apis?lifecycle=retired&q=" + offers.apiName(version))
                .text()
                .contains("Retired"));
    }

    @Test
    void a_day_that_is_none_or_gone_is_refused_at_its_field() {
        operator.post(page + "/publish");
        for (String day : List.of("soon", "2001-01-01")) {
            Response refused = operator.post(page + "/deprecate", Map.of("sunsetOn", day));
            assertEquals(422, refused.statusCode(), day);
            Document shown = Jsoup.parse(refused.asString());
            assertFalse(shown.select("#sunsetOn-error").isEmpty(), day);
            assertEquals(day, shown.select("#sunsetOn").val());
        }
        assertEquals("Published", state());
    }

    @Test
    void another_spec_takes_the_place_of_the_first() {
        byte[] second = new String(Offers.spec(), StandardCharsets.UTF_8)
                .replace("1.2.0", "1.3.0")
                .getBytes(StandardCharsets.UTF_8);
        Response checked = operator.upload(page + "/spec", Map.of("do", "check"), "file", "second.yaml", second);
        assertEquals(200, checked.statusCode());
        assertArrayEquals(Offers.spec(), operator.get(page + "/spec/source").asByteArray());
        String kept = Jsoup.parse(checked.asString()).select("input[name=kept]").val();
        Response replaced =
                operator.upload(page + "/spec", Map.of("do", "replace", "kept", kept), "file", "", new byte[0]);
        assertEquals(303, replaced.statusCode());
        assertArrayEquals(second, operator.get(page + "/spec/source").asByteArray());

        Response broken = operator.upload(
                page + "/spec",
                Map.of("do", "replace", "source", "openapi: 3.1.0\npaths: 7\n"),
                "file",
                "",
                new byte[0]);
        assertEquals(422, broken.statusCode());
        assertFalse(Jsoup.parse(broken.asString()).select(".finding-danger").isEmpty());
        assertArrayEquals(second, operator.get(page + "/spec/source").asByteArray());
        assertEquals(200, operator.get(page + "/spec?remarks=true").statusCode());
    }

    @Test
    void docs_are_looked_at_before_they_are_saved() {
        assertEquals("# A guide", operator.page(page + "/docs").select("#docs").text());
        Map<String, String> docs = Map.of("docs", "# Other\r\n\r\n<script>alert(1)</script>text", "do", "preview");
        Document preview = Jsoup.parse(operator.post(page + "/docs", docs).asString());
        assertEquals("Other", preview.select(".docs-preview .prose h2").text());
        assertTrue(preview.select(".docs-preview script").isEmpty());
        assertEquals("# A guide", operator.page(page + "/docs").select("#docs").text());
        assertEquals(
                303,
                operator.post(page + "/docs", Map.of("docs", "# Other", "do", "save"))
                        .statusCode());
        assertEquals("# Other", operator.page(page + "/docs").select("#docs").text());
        Response tooLong = operator.post(page + "/docs", Map.of("docs", "x".repeat(500_001), "do", "save"));
        assertEquals(422, tooLong.statusCode());
        assertEquals(
                500_001, Jsoup.parse(tooLong.asString()).select("#docs").text().length());
    }

    @Test
    void the_gateway_part_is_changed_and_keeps_its_credential() {
        String plan = offers.plan(5);
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("upstreamUrl", "https://second.example.com/v3");
        form.put("upstreamAuthorization", "Bearer sk-second");
        form.put("path", List.of("/" + offers.apiName(version), "/" + offers.apiName(version) + "-too"));
        form.put("methods", List.of("", "get, post"));
        form.put("plans", plan);
        form.put("do", "save");
        assertEquals(303, operator.post(page + "/gateway", form).statusCode());
        Document shown = operator.page(page + "/gateway");
        assertEquals(
                "https://second.example.com/v3", shown.select("#upstreamUrl").val());
        assertEquals(
                List.of("", "GET, POST"), shown.select("input[name=methods]").eachAttr("value"));
        assertTrue(shown.select("#plans-" + plan).hasAttr("checked"));
        assertFalse(shown.html().contains("sk-second"));
        assertEquals("Bearer sk-second", credential());

        form.remove("upstreamAuthorization");
        assertEquals(303, operator.post(page + "/gateway", form).statusCode());
        assertEquals("Bearer sk-second", credential());
        form.put("dropAuthorization", "true");
        assertEquals(303, operator.post(page + "/gateway", form).statusCode());
        assertEquals("", credential());

        form.put("upstreamUrl", "nowhere");
        form.put("upstreamAuthorization", "Bearer sk-third");
        Response refused = operator.post(page + "/gateway", form);
        assertEquals(422, refused.statusCode());
        assertFalse(refused.asString().contains("sk-third"));
        Document again = Jsoup.parse(refused.asString());
        assertEquals("nowhere", again.select("#upstreamUrl").val());
        assertEquals(2, again.select("input[name=path]").size());
    }

    @Test
    void an_api_is_described_anew() {
        Document overview = operator.page(page);
        String api = overview.select(".breadcrumb a").last().attr("href");
        String name = Offers.unique("Renamed");
        Map<String, Object> form = new LinkedHashMap<>(
                Map.of("apiName", name, "summary", "New words", "tags", "a, b", "visibility", "UNLISTED"));
        assertEquals(303, operator.post(api, form).statusCode());
        assertEquals(name, operator.page(api).select("#apiName").val());
        assertTrue(operator.page("/console/apis?visibility=unlisted&q=" + name)
                .select("tbody")
                .text()
                .contains("Unlisted"));
        form.put("apiName", "");
        Response refused = operator.post(api, form);
        assertEquals(422, refused.statusCode());
        assertEquals(
                "New words", Jsoup.parse(refused.asString()).select("#summary").text());
    }

    private String state() {
        return operator.page(page).select(".page-head .badge").text();
    }

    private Stored service() {
        return store.find(Kind.SERVICES, offers.serviceName(version)).orElseThrow();
    }

    private String credential() {
        return store.pointingAt(Kind.PLUGINS, "service", service().id()).stream()
                .filter(plugin -> plugin.body().path("name").asText().equals("upstream-authorization"))
                .map(plugin -> plugin.body().path("config").path("header_value").asText())
                .findFirst()
                .orElse("");
    }
}
