package io.gatehouse.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.analytics.UsageInbox;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.settings.Secrets;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The Admin API as its callers see it: paths, shapes, numbers, words. */
abstract class AdminApiTests {
    @Inject
    AdminServer server;

    @Inject
    Secrets secrets;

    @Inject
    LocalNode node;

    @Inject
    UsageInbox inbox;

    private RequestSpecification admin() {
        return given().port(server.port()).header("Kong-Admin-Token", secrets.adminToken());
    }

    private ValidatableResponse send(String method, String path, String json) {
        return admin().contentType(ContentType.JSON)
                .body(json.replace('\'', '"'))
                .request(method, path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return admin().urlEncodingEnabled(false).get(path).then();
    }

    private static String unique(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private String service() {
        String name = unique("service");
        send("POST", "/services", "{'name': '" + name + "', 'url': 'http://127.0.0.1:9/base'}")
                .statusCode(201);
        return name;
    }

    private String route(String service) {
        String name = unique("route");
        send("POST", "/services/" + service + "/routes", "{'name': '" + name + "', 'paths': ['/" + name + "']}")
                .statusCode(201);
        return name;
    }

    // Who may come in

    @Test
    void without_the_token_nobody_comes_in() {
        given().port(server.port())
                .get("/services")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("message", equalTo("Unauthorized"));
        given().port(server.port())
                .header("Kong-Admin-Token", secrets.adminToken() + "x")
                .get("/")
                .then()
                .statusCode(401);
        given().port(server.port())
                .cookie("token", secrets.adminToken())
                .get("/")
                .then()
                .statusCode(401);
        given().port(server.port())
                .header("Authorization", "Bearer " + secrets.adminToken())
                .get("/")
                .then()
                .statusCode(200);
    }

    @Test
    void no_web_page_may_read_it() {
        admin().header("Origin", "https://evil.example")
                .get("/services")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
        admin().header("Origin", "https://evil.example")
                .options("/services")
                .then()
                .statusCode(204)
                .header("Allow", "GET, POST")
                .header("Access-Control-Allow-Origin", nullValue());
    }

    // Services

    @Test
    void a_created_service_has_every_field() {
        String name = unique("full");
        send("POST", "/services", "{'name': '" + name + "', 'url': 'https://api.example.com/v1', 'tags': ['a']}")
                .statusCode(201)
                .header("ETag", equalTo("\"0\""))
                .body("id", matchesPattern("[0-9a-f-]{36}"))
                .body("protocol", equalTo("https"))
                .body("host", equalTo("api.example.com"))
                .body("port", equalTo(443))
                .body("path", equalTo("/v1"))
                .body("retries", equalTo(5))
                .body("connect_timeout", equalTo(60000))
                .body("enabled", equalTo(true))
                .body("tags", equalTo(List.of("a")))
                .body("created_at", greaterThan(1_700_000_000))
                .body("keySet()", not(hasItem("url")));
        get("/services/" + name).statusCode(200).body("host", equalTo("api.example.com"));
    }

    @Test
    void a_service_can_be_sent_as_a_form() {
        String name = unique("form");
        admin().contentType("application/x-www-form-urlencoded")
                .body("name=" + name + "&url=http%3A%2F%2Fexample.com&retries=2&tags[]=x&tags[]=y")
                .post("/services")
                .then()
                .statusCode(201)
                .body("retries", equalTo(2))
                .body("tags", equalTo(List.of("x", "y")));
    }

    @Test
    void put_creates_and_replaces_by_id_and_by_name() {
        UUID id = UUID.randomUUID();
        String name = unique("put");
        send("PUT", "/services/" + id, "{'name': '" + name + "', 'host': 'a.example', 'retries': 1}")
                .statusCode(200)
                .body("id", equalTo(id.toString()));
        send("PUT", "/services/" + name, "{'host': 'b.example'}")
                .statusCode(200)
                .body("id", equalTo(id.toString()))
                .body("name", equalTo(name))
                .body("host", equalTo("b.example"))
                .body("retries", equalTo(5));
    }

    @Test
    void patch_changes_what_it_names() {
        String name = service();
        send("PATCH", "/services/" + name, "{'retries': 7, 'path': null}")
                .statusCode(200)
                .body("retries", equalTo(7))
                .body("path", nullValue())
                .body("host", equalTo("127.0.0.1"));
        send("PATCH", "/services/" + unique("nobody"), "{'retries': 7}")
                .statusCode(404)
                .body("message", equalTo("Not found"));
    }

    @Test
    void delete_is_204_whether_it_was_there_or_not() {
        String name = service();
        admin().delete("/services/" + name).then().statusCode(204);
        admin().delete("/services/" + name).then().statusCode(204);
        get("/services/" + name).statusCode(404).body("message", equalTo("Not found"));
    }

    @Test
    void a_change_that_has_not_seen_the_last_one_is_refused() {
        String name = service();
        String seen = get("/services/" + name).extract().header("ETag");
        send("PATCH", "/services/" + name, "{'retries': 1}").statusCode(200);
        admin().contentType(ContentType.JSON)
                .header("If-Match", seen)
                .body("{\"retries\": 2}")
                .patch("/services/" + name)
                .then()
                .statusCode(412);
        admin().header("If-Match", seen).delete("/services/" + name).then().statusCode(412);
        get("/services/" + name).body("retries", equalTo(1));
    }

    // What is wrong

    @Test
    void broken_fields_are_all_named() {
        send("POST", "/services", "{'name': 'a b', 'protocol': 'gopher', 'retries': -1, 'colour': 'red'}")
                .statusCode(400)
                .body("code", equalTo(2))
                .body("name", equalTo("schema violation"))
                .body("message", startsWith("5 schema violations ("))
                .body("fields.host", equalTo("required field missing"))
                .body("fields.colour", startsWith("unknown field"))
                .body("fields.keySet()", hasItems("name", "protocol", "retries"));
        send("POST", "/routes", "{'protocols': ['http', 'smtp'], 'paths': ['x']}")
                .statusCode(400)
                .body("fields.protocols[0]", nullValue())
                .body("fields.protocols[1]", startsWith("'smtp'"))
                .body("fields.paths[0]", startsWith("should start with: /"));
        send("POST", "/routes", "{}").statusCode(400).body("fields.'@entity'", hasSize(1));
    }

    @Test
    void a_broken_plugin_config_is_named_by_its_path() {
        send("POST", "/plugins", "{'name': 'rate-limiting', 'config': {'minute': 0, 'limit_by': 'moon'}}")
                .statusCode(400)
                .body("code", equalTo(2))
                .body("fields.config.limit_by", not(nullValue()));
        send("POST", "/plugins", "{'name': 'no-such-plugin'}")
                .statusCode(400)
                .body("fields.name", startsWith("plugin 'no-such-plugin'"));
    }

    @Test
    void a_name_that_is_taken_is_409() {
        String name = service();
        send("POST", "/services", "{'name': '" + name + "', 'host': 'x.example'}")
                .statusCode(409)
                .body("code", equalTo(5))
                .body("name", equalTo("unique constraint violation"))
                .body("message", equalTo("UNIQUE violation detected on '{name=\"" + name + "\"}'"))
                .body("fields.name", equalTo(name));
        String id = get("/services/" + name).extract().path("id");
        send("POST", "/services", "{'id': '" + id + "', 'host': 'x.example'}")
                .statusCode(400)
                .body("code", equalTo(3));
    }

    @Test
    void references_are_checked_both_ways() {
        UUID nobody = UUID.randomUUID();
        send("POST", "/routes", "{'paths': ['/x'], 'service': {'id': '" + nobody + "'}}")
                .statusCode(400)
                .body("code", equalTo(4))
                .body(
                        "message",
                        equalTo("the foreign key '{id=\"" + nobody
                                + "\"}' does not reference an existing 'services' entity."));
        send("POST", "/routes", "{'paths': ['/x'], 'service': {'name': 'nobody'}}")
                .statusCode(400)
                .body("code", equalTo(13));
        String service = service();
        route(service);
        admin().delete("/services/" + service)
                .then()
                .statusCode(400)
                .body("code", equalTo(4))
                .body("fields.'@referenced_by'", equalTo("routes"));
    }

    @Test
    void what_is_no_document_is_told() {
        send("POST", "/services", "{'name': ").statusCode(400).body("message", equalTo("Cannot parse JSON body"));
        send("POST", "/services", "[1]").statusCode(400).body("message", equalTo("Cannot parse JSON body"));
        admin().contentType("text/plain").body("hello").post("/services").then().statusCode(415);
        get("/nothing-here").statusCode(404).body("message", equalTo("Not found"));
        admin().delete("/services")
                .then()
                .statusCode(405)
                .header("Allow", "GET, POST")
                .body("message", equalTo("Method not allowed"));
        byte[] huge = new byte[9 << 20];
        admin().contentType(ContentType.JSON)
                .body(huge)
                .post("/services")
                .then()
                .statusCode(413);
    }

    // Routes and plugins

    @Test
    void routes_live_below_their_service_and_beside_it() {
        String service = service();
        String route = route(service);
        String serviceId = get("/services/" + service).extract().path("id");
        get("/services/" + service + "/routes").body("data.name", equalTo(List.of(route)));
        get("/services/" + service + "/routes/" + route).statusCode(200).body("service.id", equalTo(serviceId));
        get("/services/" + service() + "/routes/" + route).statusCode(404);
        get("/services/" + unique("nobody") + "/routes").statusCode(404);
        get("/routes/" + route).body("strip_path", equalTo(true)).body("methods", nullValue());
        get("/routes/" + route + "/service").body("id", equalTo(serviceId));
        send("POST", "/routes", "{'paths': ['/" + unique("by-name") + "'], 'service': {'name': '" + service + "'}}")
                .statusCode(201)
                .body("service", equalTo(java.util.Map.of("id", serviceId)));
    }

    @Test
    void a_plugin_shows_its_whole_config_and_goes_with_its_parent() {
        String service = service();
        String id = send(
                        "POST",
                        "/services/" + service + "/plugins",
                        "{'name': 'rate-limiting', 'config': {'minute': 5}}")
                .statusCode(201)
                .body("config.minute", equalTo(5))
                .body("config.hour", nullValue())
                .body("config.limit_by", equalTo("consumer"))
                .body("route", nullValue())
                .extract()
                .path("id");
        send(
                        "POST",
                        "/plugins",
                        "{'name': 'rate-limiting', 'service': {'name': '" + service + "'}, 'config': {'hour': 9}}")
                .statusCode(409)
                .body("message", startsWith("UNIQUE violation detected on '{consumer=null,consumer_group=null,name="));
        send("PATCH", "/plugins/" + id, "{'config': {'hour': 60}}")
                .statusCode(200)
                .body("config.minute", equalTo(5))
                .body("config.hour", equalTo(60));
        admin().delete("/services/" + service).then().statusCode(204);
        get("/plugins/" + id).statusCode(404);
    }

    @Test
    void the_gateway_serves_a_route_when_the_answer_arrives() {
        String service = service();
        String route = unique("live");
        given().port(node.port()).get("/" + route).then().statusCode(404);
        send("PUT", "/routes/" + route, "{'paths': ['/" + route + "'], 'service': {'name': '" + service + "'}}")
                .statusCode(200);
        given().port(node.port()).get("/" + route).then().statusCode(502);
        admin().delete("/routes/" + route).then().statusCode(204);
        given().port(node.port()).get("/" + route).then().statusCode(404);
    }

    // Consumers, keys, groups

    @Test
    void a_key_is_shown_once_and_opens_until_it_is_deleted() {
        String service = service();
        String route = route(service);
        send("POST", "/services/" + service + "/plugins", "{'name': 'key-auth'}")
                .statusCode(201);
        String consumer = unique("consumer");
        send("PUT", "/consumers/" + consumer, "{'custom_id': '" + consumer + "-c'}")
                .statusCode(200)
                .body("username", equalTo(consumer))
                .body("keySet()", not(hasItem("groups")));
        String minted = send("POST", "/consumers/" + consumer + "/key-auth", "{}")
                .statusCode(201)
                .body("key", startsWith("gh_live_"))
                .body("keySet()", not(hasItem("digest")))
                .extract()
                .path("key");
        String own = unique("my-own-key");
        String id = send("POST", "/consumers/" + consumer + "/key-auth", "{'key': '" + own + "'}")
                .statusCode(201)
                .body("key", equalTo(own))
                .extract()
                .path("id");
        get("/consumers/" + consumer + "/key-auth/" + id).body("key", not(equalTo(own)));
        get("/consumers/" + consumer + "/key-auth/" + own).statusCode(200).body("id", equalTo(id));
        get("/consumers/" + consumer + "/key-auth").body("data", hasSize(2));
        for (String key : List.of(minted, own))
            given().port(node.port())
                    .header("apikey", key)
                    .get("/" + route)
                    .then()
                    .statusCode(502);
        admin().delete("/consumers/" + consumer + "/key-auth/" + id).then().statusCode(204);
        given().port(node.port()).header("apikey", own).get("/" + route).then().statusCode(401);
        admin().delete("/consumers/" + consumer).then().statusCode(204);
        given().port(node.port())
                .header("apikey", minted)
                .get("/" + route)
                .then()
                .statusCode(401);
        assertFalse(AuditEntry.<AuditEntry>listAll().stream()
                .anyMatch(entry -> entry.detail.contains(own) || entry.detail.contains(minted)));
    }

    @Test
    void the_same_key_twice_is_409() {
        String key = unique("twice-the-same");
        String consumer = unique("consumer");
        send("POST", "/consumers", "{'username': '" + consumer + "'}").statusCode(201);
        send("POST", "/consumers/" + consumer + "/key-auth", "{'key': '" + key + "'}")
                .statusCode(201);
        send("POST", "/consumers/" + consumer + "/key-auth", "{'key': '" + key + "'}")
                .statusCode(409);
    }

    @Test
    void a_custom_id_finds_its_consumer_and_is_taken_once() {
        String name = unique("custom");
        send("POST", "/consumers", "{'username': '" + name + "', 'custom_id': '" + name + "-id'}")
                .statusCode(201);
        get("/consumers?custom_id=" + name + "-id").body("data.username", equalTo(List.of(name)));
        send("POST", "/consumers", "{'username': '" + name + "2', 'custom_id': '" + name + "-id'}")
                .statusCode(409);
        send("POST", "/consumers", "{}").statusCode(400).body("fields.'@entity'", hasSize(1));
    }

    @Test
    void groups_know_their_members_and_members_their_groups() {
        String group = unique("group");
        String consumer = unique("member");
        send("POST", "/consumer_groups", "{'name': '" + group + "'}").statusCode(201);
        send("POST", "/consumers", "{'username': '" + consumer + "'}").statusCode(201);
        send("POST", "/consumer_groups/" + group + "/consumers", "{'consumer': '" + consumer + "'}")
                .statusCode(201)
                .body("consumer_group.name", equalTo(group))
                .body("consumers.username", equalTo(List.of(consumer)));
        get("/consumer_groups/" + group + "/consumers").body("data.username", equalTo(List.of(consumer)));
        get("/consumers/" + consumer + "/consumer_groups").body("consumer_groups.name", equalTo(List.of(group)));
        String renamed = unique("renamed");
        send("PATCH", "/consumer_groups/" + group, "{'name': '" + renamed + "'}")
                .statusCode(200);
        send("PATCH", "/consumers/" + consumer, "{'tags': ['kept']}").statusCode(200);
        get("/consumers/" + consumer + "/consumer_groups").body("consumer_groups.name", equalTo(List.of(renamed)));
        admin().delete("/consumer_groups/" + renamed + "/consumers/" + consumer)
                .then()
                .statusCode(204);
        get("/consumer_groups/" + renamed + "/consumers").body("data", hasSize(0));
        send("POST", "/consumers/" + consumer + "/consumer_groups", "{'group': '" + renamed + "'}")
                .statusCode(201);
        admin().delete("/consumer_groups/" + renamed).then().statusCode(204);
        get("/consumers/" + consumer + "/consumer_groups").body("consumer_groups", hasSize(0));
    }

    // Lists

    @Test
    void a_list_comes_in_pages() {
        String tag = unique("page");
        for (int i = 0; i < 5; i++)
            send("POST", "/services", "{'host': 'x.example', 'tags': ['" + tag + "']}")
                    .statusCode(201);
        List<String> ids = new ArrayList<>();
        String next = "/services?size=2&tags=" + tag;
        int pages = 0;
        while (next != null) {
            ValidatableResponse page = get(next).statusCode(200).body("data.tags.flatten()", everyItem(equalTo(tag)));
            ids.addAll(page.extract().<List<String>>path("data.id"));
            next = page.extract().path("next");
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(5, ids.stream().distinct().count());
        get("/services?tags=" + unique("none"))
                .body("data", hasSize(0))
                .body("next", nullValue())
                .body("keySet()", not(hasItem("offset")));
    }

    @Test
    void tags_are_joined_by_and_or_or() {
        String a = unique("a");
        String b = unique("b");
        send("POST", "/services", "{'host': 'x.example', 'tags': ['" + a + "', '" + b + "']}")
                .statusCode(201);
        send("POST", "/services", "{'host': 'x.example', 'tags': ['" + a + "']}")
                .statusCode(201);
        get("/services?tags=" + a + "," + b).body("data", hasSize(1));
        get("/services?tags=" + a + "%2C" + b).body("data", hasSize(1));
        get("/services?tags=" + a + "/" + b).body("data", hasSize(2));
        get("/services?tags=" + a + "," + b + "/c")
                .statusCode(400)
                .body("message", equalTo("invalid option (tags: invalid filter syntax)"));
    }

    @Test
    void bad_pages_are_told() {
        get("/services?size=0").statusCode(400).body("code", equalTo(9));
        get("/services?size=x").statusCode(400).body("message", equalTo("size must be a number"));
        get("/services?offset=x")
                .statusCode(400)
                .body("code", equalTo(7))
                .body("message", endsWith("is not a valid offset: bad base64 encoding"));
        get("/services?tags=").statusCode(400).body("code", equalTo(11));
    }

    // What this is

    @Test
    void it_says_what_it_is() {
        get("/").statusCode(200)
                .header("Server", startsWith("gatehouse/"))
                .body("version", matchesPattern("3\\.\\d+\\..*"))
                .body("plugins.available_on_server.key-auth.priority", equalTo(1250));
        get("/status").statusCode(200).body("database.reachable", equalTo(true)).body("gateway.ready", equalTo(true));
        get("/schemas/plugins/rate-limiting")
                .statusCode(200)
                .body("fields.find { it.config }.config.fields.find { it.minute }.minute.type", equalTo("integer"))
                .body("fields.find { it.service }.service.reference", equalTo("services"));
        get("/schemas/plugins/none").statusCode(404).body("message", equalTo("No plugin named 'none'"));
    }

    @Test
    void numbers_are_told_here_and_not_on_the_portals_port() {
        given().port(node.port()).get("/" + unique("nowhere")).then().statusCode(404);
        inbox.flush();
        admin().get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("gatehouse_requests_total{service=\"none\",status=\"4xx\""))
                .body(containsString("gatehouse_request_duration_seconds_bucket"));
        given().redirects().follow(false).get("/q/metrics").then().statusCode(not(equalTo(200)));
    }

    @Test
    void every_change_is_audited_as_the_admin_apis() {
        String name = service();
        send("PATCH", "/services/" + name, "{'retries': 3}").statusCode(200);
        List<AuditEntry> entries = AuditEntry.list("targetName = ?1 order by id", name);
        assertEquals(
                List.of("service.created", "service.changed"),
                entries.stream().map(entry -> entry.action).toList());
        assertTrue(entries.stream().allMatch(entry -> entry.actorKind.equals("admin-api")));
        assertEquals("{\"after\":{\"retries\":3},\"before\":{\"retries\":5}}", entries.get(1).detail);
    }
}
