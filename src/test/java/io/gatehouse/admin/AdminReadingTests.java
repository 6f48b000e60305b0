package io.gatehouse.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may read the Admin API, and how its lists and numbers are told. */
abstract class AdminReadingTests extends AdminApi {
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
                .body(containsString("gatehouse_request_duration_seconds_bucket"))
                .body(containsString("gatehouse_gateway_limited_total{limit=\"connections_per_address\""))
                .body(containsString("gatehouse_gateway_connections"));
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
        assertEquals(
                "{\"after\":{\"retries\":3},\"before\":{\"retries\":5},\"runtime_group\":\"default\"}",
                entries.get(1).detail);
    }
}
