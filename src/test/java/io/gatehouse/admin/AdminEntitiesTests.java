package io.gatehouse.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What can be written through the Admin API, and what is refused: shapes, numbers, words. */
abstract class AdminEntitiesTests extends AdminApi {
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
}
