package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Runtime groups in the console: made, filled, switched between, moved to and deleted. */
@QuarkusTest
class RuntimeGroupPagesTest {
    private static final String HERE = "/console/runtime-groups";

    @Inject
    RuntimeGroups groups;

    @Inject
    ConfigStores stores;

    @Inject
    Offers offers;

    private final TestBrowser olga = TestPeople.operator();

    @Test
    void a_group_is_made_changed_and_deleted() {
        String name = Offers.unique("eu");
        Response made = olga.post(
                HERE + "/new",
                Map.of(
                        "name", name,
                        "region", "eu-central",
                        "proxy_url", "https://eu.example.com/",
                        "labels", "tier=gold\n"));
        assertEquals(HERE + "/" + name, made.header("Location"), made.asString());
        Document page = olga.page(HERE + "/" + name);
        assertEquals("https://eu.example.com", page.select("#proxy_url").val());
        assertEquals("tier=gold", page.select("#labels").text());
        assertTrue(olga.page(HERE).text().contains("tier=gold"));

        String renamed = Offers.unique("europe");
        assertEquals(
                HERE + "/" + renamed,
                olga.post(HERE + "/" + name, Map.of("name", renamed, "region", "", "proxy_url", "", "labels", ""))
                        .header("Location"));
        assertEquals(404, olga.get(HERE + "/" + name).statusCode());
        assertEquals(HERE, olga.post(HERE + "/" + renamed + "/delete").header("Location"));
        assertEquals(404, olga.get(HERE + "/" + renamed).statusCode());
        assertTrue(olga.page("/console/audit?target=" + renamed).text().contains("runtime-group.deleted"));
    }

    @Test
    void what_cannot_be_is_told_and_kept() {
        Response refused = olga.post(
                HERE + "/new",
                Map.of("name", "services", "region", "x", "proxy_url", "ftp://a?b", "labels", "tier=gold"));
        assertEquals(422, refused.statusCode());
        assertTrue(refused.asString().contains("is a path of the Admin API already"));
        assertTrue(refused.asString().contains("Give a full address without a query"));
        assertTrue(refused.asString().contains("tier=gold"));
        assertEquals(
                422,
                olga.post(HERE + "/new", Map.of("name", Offers.unique("x"), "labels", "gold"))
                        .statusCode());
        assertEquals(422, olga.post(HERE + "/new", Map.of("name", "new")).statusCode());
        olga.post(HERE + "/default/delete");
        assertTrue(olga.page(HERE + "/default").text().contains("The group “default” stays."));
    }

    @Test
    void a_group_that_is_not_empty_says_what_is_in_it() {
        RuntimeGroup eu = group();
        String path = HERE + "/" + eu.name;
        olga.post(path + "/services/new", service("weather"));
        olga.post(path + "/delete");
        assertTrue(olga.page(path).text().contains("1 services"));
        assertEquals(
                HERE, olga.post(path + "/delete", Map.of("content", "true")).header("Location"));
        assertEquals(404, olga.get(path).statusCode());
    }

    @Test
    void an_address_shows_the_group_that_it_names_to_everybody() {
        RuntimeGroup eu = group();
        String at = HERE + "/" + eu.name;
        String name = Offers.unique("weather");
        Response made = olga.post(at + "/services/new", service(name));
        String there = made.header("Location");
        assertTrue(there.startsWith(at + "/services/"), made.asString());
        UUID id = stores.of(eu.id).find(Kind.SERVICES, name).map(Stored::id).orElseThrow();
        assertTrue(stores.of(RuntimeGroup.DEFAULT).find(Kind.SERVICES, name).isEmpty());

        TestBrowser colleague = TestPeople.operator();
        assertEquals(name, colleague.page(there).select("#name").val());
        assertEquals(404, colleague.get("/console/services/" + id).statusCode());
        assertTrue(colleague.page(at + "/services?q=" + name).text().contains(name));
        assertFalse(colleague
                .page("/console/services?q=" + name)
                .select("tbody")
                .text()
                .contains(name));
        assertEquals(404, colleague.get(HERE + "/no-such-group/services").statusCode());
    }

    @Test
    void every_link_of_a_groups_pages_stays_in_it() {
        RuntimeGroup eu = group();
        String at = HERE + "/" + eu.name;
        String name = Offers.unique("weather");
        String service = olga.post(at + "/services/new", service(name)).header("Location");
        String serviceId = service.substring(service.lastIndexOf('/') + 1);
        String route = olga.post(
                        at + "/routes/new",
                        Map.of("name", name, "service", serviceId, "paths", "/" + name, "protocols", List.of("http")))
                .header("Location");
        assertTrue(route != null && route.startsWith(at + "/routes/"), String.valueOf(route));
        String group = olga.post(at + "/groups/new", Map.of("name", name)).header("Location");
        String plugin = olga.post(at + "/plugins/new/key-auth", Map.of("service", serviceId, "enabled", "true"))
                .header("Location");
        assertTrue(plugin != null && plugin.startsWith(at + "/plugins/"), String.valueOf(plugin));
        List<String> pages = List.of(
                at + "/services",
                service,
                at + "/services/new",
                at + "/routes",
                route,
                at + "/routes/new",
                at + "/groups",
                group,
                at + "/plugins",
                plugin,
                at + "/plugins/new",
                at + "/plugins/new/key-auth");
        for (String page : pages) {
            Document shown = olga.page(page);
            assertEquals(eu.name, shown.select(".group-switch summary strong").text(), page);
            for (Element link : shown.select("main a[href], main form[action], .rail a[href]")) {
                if (link.closest(".group-switch") != null) continue;
                String to = link.hasAttr("href") ? link.attr("href") : link.attr("action");
                assertFalse(to.matches("/console/(services|routes|plugins|groups).*"), page + " leads to " + to);
            }
        }
        assertEquals(303, olga.post(plugin + "/disable").statusCode());
        assertEquals(at + "/plugins", olga.post(plugin + "/delete").header("Location"));
        assertEquals(at + "/routes", olga.post(route + "/delete").header("Location"));
        assertEquals(at + "/services", olga.post(service + "/delete").header("Location"));
    }

    @Test
    void what_is_in_another_group_is_neither_pointed_at_nor_changed() {
        RuntimeGroup eu = group();
        RuntimeGroup us = group();
        String inUs =
                olga.post(HERE + "/" + us.name + "/services/new", service("s")).header("Location");
        String id = inUs.substring(inUs.lastIndexOf('/') + 1);
        String at = HERE + "/" + eu.name;
        Map<String, Object> route = Map.of("service", id, "paths", "/x", "protocols", List.of("http"));
        assertEquals(422, olga.post(at + "/routes/new", route).statusCode());
        assertEquals(
                422,
                olga.post(at + "/plugins/new/key-auth", Map.of("service", id)).statusCode());
        assertEquals(404, olga.post(at + "/services/" + id, service("t")).statusCode());
        assertEquals(404, olga.post(at + "/services/" + id + "/delete").statusCode());
        assertEquals(200, olga.get(inUs).statusCode());
    }

    @Test
    void a_version_moves_with_its_way_in_and_its_secret() {
        String version = offers.version();
        String page = "/console/versions/" + version + "/gateway";
        String service = offers.serviceName(version);
        Map<String, Object> form = Map.of(
                "upstreamUrl", "https://upstream.example.com",
                "upstreamAuthorization", "Bearer hush",
                "path", "/" + service,
                "methods", "",
                "do", "save");
        assertEquals(page, olga.post(page, form).header("Location"));
        RuntimeGroup eu = group();
        groups.change(eu.id, new RuntimeGroups.Terms(eu.name, "", "https://eu.example.com", Map.of()));
        Map<String, Object> moved = Map.of(
                "upstreamUrl", "https://upstream.example.com",
                "path", "/" + service,
                "methods", "",
                "runtimeGroup", eu.name,
                "do", "save");
        assertEquals(page, olga.post(page, moved).header("Location"));
        assertTrue(stores.of(RuntimeGroup.DEFAULT).find(Kind.SERVICES, service).isEmpty());
        UUID there = stores.of(eu.id).find(Kind.SERVICES, service).orElseThrow().id();
        assertTrue(stores.of(eu.id).pointingAt(Kind.PLUGINS, "service", there).stream()
                .anyMatch(plugin ->
                        plugin.body().at("/config/header_value").asText().equals("Bearer hush")));
        Document shown = olga.page("/console/versions/" + version);
        assertTrue(shown.text().contains("https://eu.example.com/" + service), shown.text());
        assertEquals(
                1,
                shown.select("a[href='" + HERE + "/" + eu.name + "/services/" + service + "']")
                        .size());
        String portal = shown.select("main .actions a").attr("href");
        assertTrue(olga.page(portal).text().contains("https://eu.example.com/" + service));
        olga.post(HERE + "/" + eu.name + "/delete", Map.of("content", "true"));
        assertTrue(olga.page(HERE + "/" + eu.name).text().contains("API versions run in it"));
    }

    private RuntimeGroup group() {
        return groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(Offers.unique("g"), "", "", Map.of()));
    }

    private static Map<String, Object> service(String name) {
        return Map.of(
                "name", name,
                "url", "https://api.example.com",
                "connect_timeout", "60000",
                "write_timeout", "60000",
                "read_timeout", "60000",
                "retries", "5",
                "enabled", "true");
    }
}
