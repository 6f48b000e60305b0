package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that get into each other's way say so. */
@QuarkusTest
class OverlapPagesTest {
    @Inject
    Offers offers;

    @Inject
    ConfigStore store;

    private TestBrowser operator;
    private String path;
    private String first;

    @BeforeEach
    void begin() {
        operator = TestPeople.operator();
        path = "/" + Offers.unique("weather");
        first = made(Map.of("name", path.substring(1), "paths", path));
    }

    @Test
    void a_route_that_takes_exactly_the_same_calls_is_refused() {
        Response again = operator.post("/console/routes/new", Map.of("paths", path + "\n" + path + "-more"));
        assertEquals(422, again.statusCode());
        Document page = Jsoup.parse(again.asString());
        assertTrue(
                page.select("#paths-error").text().contains("“" + path.substring(1) + "” takes exactly these calls"));
        assertEquals(first, page.select(".overlap a").attr("href"));
    }

    @Test
    void what_goes_elsewhere_is_told_with_the_other_route() {
        String exact = made(Map.of("name", path.substring(1) + "-get", "paths", path, "methods", "GET"));
        Element taken = operator.page(exact).selectFirst(".overlap.notice-warning");
        assertTrue(
                taken.text().contains("Calls to GET " + path + " come here and no longer go to " + path.substring(1)),
                taken.text());
        assertEquals(first, taken.select("a").attr("href"));
        Element lost = operator.page(first).selectFirst(".overlap.notice-warning");
        assertTrue(
                lost.text().startsWith("Calls to GET " + path + " go to " + path.substring(1) + "-get and not here"),
                lost.text());
        assertEquals(exact, lost.select("a").attr("href"));
    }

    @Test
    void a_longer_path_below_goes_on_as_before() {
        String below = made(Map.of("paths", path + "/v2"));
        assertTrue(operator.page(below).select(".overlap").text().contains("no longer go to " + path.substring(1)));
        Element kept = operator.page(first).selectFirst(".overlap.notice-info");
        assertTrue(kept.text().startsWith("Calls to " + path + "/v2 still go to " + path + "/v2"), kept.text());
        assertTrue(operator.page(made(Map.of("paths", path + "-archive", "hosts", "other.example.com")))
                .select(".overlap.notice-info")
                .isEmpty());
    }

    @Test
    void publishing_shows_it_before_and_after() {
        Map<String, String> typed = new LinkedHashMap<>(Map.of(
                "do", "check",
                "apiName", path.substring(1),
                "label", "v2",
                "visibility", "PUBLIC",
                "upstreamUrl", "https://upstream.example.com",
                "path", path + "/v2",
                "methods", ""));
        Response checked = operator.upload("/console/publish", typed, "file", "weather.yaml", Offers.spec());
        assertEquals(first, Jsoup.parse(checked.asString()).select(".overlap a").attr("href"));
        typed.put("do", "draft");
        Response made = operator.upload("/console/publish", typed, "file", "weather.yaml", Offers.spec());
        assertEquals(303, made.statusCode(), made.asString());
        String version = made.header("Location").replaceFirst("^https?://[^/]+", "");
        assertEquals(first, operator.page(version).select(".overlap a").attr("href"));
        assertEquals(
                first, operator.page(version + "/gateway").select(".overlap a").attr("href"));
        typed.put("path", path);
        typed.put("label", "");
        Document refused = Jsoup.parse(operator.upload("/console/publish", typed, "file", "weather.yaml", Offers.spec())
                .asString());
        assertEquals(
                2,
                refused.select(".problems a").size(),
                refused.select(".problems").text());
    }

    @Test
    void calls_with_the_headers_of_a_route_are_told_apart() {
        UUID id = UUID.randomUUID();
        ObjectNode route = JsonNodeFactory.instance.objectNode();
        route.putArray("paths").add(path);
        route.putObject("headers").putArray("X-Version").add("2");
        store.put(Kind.ROUTES, id, route);
        String taken = operator.page("/console/routes/" + id).select(".overlap").text();
        assertTrue(taken.contains("Calls to " + path + " with X-Version come here"), taken);
        assertTrue(operator.page(first).select(".overlap.notice-warning").isEmpty());
    }

    private String made(Map<String, String> route) {
        Response made = operator.post("/console/routes/new", route);
        assertEquals(303, made.statusCode(), made.asString());
        return made.header("Location").replaceFirst("^https?://[^/]+", "");
    }
}
