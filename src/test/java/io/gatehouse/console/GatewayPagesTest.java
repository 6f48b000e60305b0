package io.gatehouse.console;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services, routes and groups in the console, as an operator's browser sees them. */
@QuarkusTest
class GatewayPagesTest {
    @Inject
    ConfigStore store;

    private TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
    }

    @Test
    void a_service_is_made_found_changed_and_deleted() {
        String name = Offers.unique("weather");
        Response created = operator.post("/console/services/new", service(name, "https://api.example.com:8443/v1"));
        assertEquals(303, created.statusCode(), created.asString());
        Stored stored = store.find(Kind.SERVICES, name).orElseThrow();
        assertEquals("https", stored.body().path("protocol").asText());
        assertEquals("api.example.com", stored.body().path("host").asText());
        assertEquals(8443, stored.body().path("port").asInt());
        assertEquals("/v1", stored.body().path("path").asText());
        assertEquals(
                1,
                operator.page("/console/services?q=" + name).select("tbody tr").size());

        String page = "/console/services/" + stored.id();
        Map<String, Object> fields = new LinkedHashMap<>(service(name, "http://other.example.com"));
        fields.put("version", operator.page(page).select("input[name=version]").val());
        fields.put("http2", "true");
        assertEquals(303, operator.post(page, fields).statusCode());
        Document changed = operator.page(page);
        assertEquals("http://other.example.com", changed.select("#url").val());
        assertTrue(changed.select("#http2-true").hasAttr("checked"));
        assertTrue(store.find(Kind.SERVICES, name)
                .orElseThrow()
                .body()
                .path("http2")
                .asBoolean());

        assertEquals(303, operator.post(page + "/delete").statusCode());
        assertEquals(404, operator.get(page).statusCode());
    }

    @Test
    void a_refused_service_comes_back_with_everything_that_was_typed() {
        Map<String, Object> fields = new LinkedHashMap<>(service("no spaces please", "not an address"));
        fields.put("retries", "many");
        fields.put("tags", "one, two");
        Response refused = operator.post("/console/services/new", fields);
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("no spaces please", page.select("#name").val());
        assertEquals("not an address", page.select("#url").val());
        assertEquals("many", page.select("#retries").val());
        assertEquals("one, two", page.select("#tags").val());
        assertTrue(page.select("#url-error").text().contains("full address"), page.text());
        assertFalse(page.select("#retries-error").isEmpty(), page.text());
    }

    @Test
    void the_upstream_credential_is_kept_through_a_refusal_and_never_shown() {
        String secret = "Bearer sk-" + UUID.randomUUID();
        Map<String, Object> fields = new LinkedHashMap<>(service(Offers.unique("secret"), "no address"));
        fields.put("upstreamAuthorization", secret);
        Response refused = operator.post("/console/services/new", fields);
        assertEquals(422, refused.statusCode());
        assertFalse(refused.asString().contains(secret));
        String kept = Jsoup.parse(refused.asString()).select("input[name=kept]").val();
        assertFalse(kept.isEmpty());

        fields.remove("upstreamAuthorization");
        fields.put("kept", kept);
        fields.put("url", "https://api.example.com");
        Response created = operator.post("/console/services/new", fields);
        assertEquals(303, created.statusCode(), created.asString());
        String page = pathOf(created);
        UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        assertEquals(secret, credential(id));
        assertFalse(operator.get(page).asString().contains("sk-"));

        Map<String, Object> change = new LinkedHashMap<>(fields);
        change.remove("kept");
        change.put("version", operator.page(page).select("input[name=version]").val());
        assertEquals(303, operator.post(page, change).statusCode());
        assertEquals(secret, credential(id));
        change.put("version", operator.page(page).select("input[name=version]").val());
        change.put("dropAuthorization", "true");
        assertEquals(303, operator.post(page, change).statusCode());
        assertEquals(List.of(), store.pointingAt(Kind.PLUGINS, "service", id));
    }

    @Test
    void what_another_operator_kept_is_out_of_reach() {
        Map<String, Object> fields = new LinkedHashMap<>(service(Offers.unique("other"), "no address"));
        fields.put("upstreamAuthorization", "Bearer of-somebody");
        String kept = Jsoup.parse(operator.post("/console/services/new", fields).asString())
                .select("input[name=kept]")
                .val();
        fields.remove("upstreamAuthorization");
        fields.put("kept", kept);
        fields.put("url", "https://api.example.com");
        String page = pathOf(TestPeople.operator().post("/console/services/new", fields));
        UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        assertEquals(List.of(), store.pointingAt(Kind.PLUGINS, "service", id));
    }

    @Test
    void nobody_overwrites_what_they_have_not_seen() {
        String name = Offers.unique("stale");
        String page = pathOf(operator.post("/console/services/new", service(name, "https://a.example.com")));
        Map<String, Object> fields = new LinkedHashMap<>(service(name, "https://b.example.com"));
        fields.put("version", operator.page(page).select("input[name=version]").val());
        assertEquals(303, operator.post(page, fields).statusCode());
        fields.put("url", "https://c.example.com");
        Response stale = operator.post(page, fields);
        assertEquals(422, stale.statusCode());
        assertTrue(Jsoup.parse(stale.asString()).select(".problems").text().contains("Somebody else"));
    }

    @Test
    void a_route_leads_to_its_service_and_holds_it() {
        String service =
                pathOf(operator.post("/console/services/new", service(Offers.unique("held"), "https://a.example.com")));
        String serviceId = service.substring(service.lastIndexOf('/') + 1);
        String path = "/" + Offers.unique("held");
        Response created = operator.post(
                "/console/routes/new",
                Map.of(
                        "name",
                        Offers.unique("route"),
                        "service",
                        serviceId,
                        "paths",
                        path + "\r\n~" + path + "/a{1,3}",
                        "methods",
                        "get, post",
                        "protocols",
                        List.of("http", "https"),
                        "strip_path",
                        "true"));
        assertEquals(303, created.statusCode(), created.asString());
        String page = pathOf(created);
        Document shown = operator.page(page);
        assertEquals(
                List.of(path, "~" + path + "/a{1,3}"),
                shown.select("#paths").first().wholeText().strip().lines().toList());
        assertEquals("GET, POST", shown.select("#methods").val());
        assertEquals(serviceId, shown.select("#service option[selected]").val());
        assertTrue(shown.select("#strip_path-true").hasAttr("checked"));
        assertFalse(shown.select("#preserve_host-true").hasAttr("checked"));

        assertEquals(service, pathOf(operator.post(service + "/delete")));
        assertTrue(operator.page(service).select(".notice-danger").text().contains("still used"));
        assertEquals(303, operator.post(page + "/delete").statusCode());
        assertEquals("/console/services", pathOf(operator.post(service + "/delete")));
    }

    @Test
    void a_refused_route_says_why_at_its_fields() {
        Response refused = operator.post(
                "/console/routes/new",
                Map.of("name", "r", "service", UUID.randomUUID().toString(), "paths", "weather", "methods", "GET"));
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("weather", page.select("#paths").text());
        assertFalse(page.select(".field-error").isEmpty(), page.text());
    }

    @Test
    void a_group_is_made_renamed_and_deleted() {
        String name = Offers.unique("partners");
        String page = pathOf(operator.post("/console/groups/new", Map.of("name", name)));
        assertEquals(
                422, operator.post("/console/groups/new", Map.of("name", name)).statusCode());
        assertEquals(
                422, operator.post("/console/groups/new", Map.of("name", "")).statusCode());
        String version = operator.page(page).select("input[name=version]").val();
        String other = Offers.unique("friends");
        assertEquals(
                303,
                operator.post(page, Map.of("name", other, "version", version)).statusCode());
        assertEquals(
                1,
                operator.page("/console/groups?q=" + other).select("tbody tr").size());
        assertEquals("/console/groups", pathOf(operator.post(page + "/delete")));
    }

    @Test
    void what_is_not_there_is_not_found() {
        for (String area : List.of("services", "routes", "plugins", "groups", "plans", "apis", "versions"))
            for (String id : List.of(UUID.randomUUID().toString(), "nothing"))
                assertEquals(404, operator.get("/console/" + area + "/" + id).statusCode(), area + " " + id);
        assertEquals(404, operator.get("/console/plugins/new/no-such-plugin").statusCode());
    }

    @Test
    void filters_that_fit_nothing_say_so() {
        for (String area : List.of("services", "routes", "plugins", "groups", "apis"))
            assertTrue(
                    operator.page("/console/" + area + "?q=" + UUID.randomUUID())
                            .select("main .empty")
                            .text()
                            .contains("Clear"),
                    area);
    }

    private String credential(UUID serviceId) {
        return store.pointingAt(Kind.PLUGINS, "service", serviceId).stream()
                .filter(plugin -> plugin.body().path("name").asText().equals("upstream-authorization"))
                .map(plugin -> plugin.body().path("config").path("header_value").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> service(String name, String url) {
        return Map.of(
                "name", name,
                "url", url,
                "connect_timeout", "60000",
                "write_timeout", "60000",
                "read_timeout", "60000",
                "retries", "5",
                "enabled", "true");
    }

    private static String pathOf(Response response) {
        assertEquals(303, response.statusCode(), response.asString());
        return response.header("Location").replaceFirst("^https?://[^/]+", "");
    }
}
