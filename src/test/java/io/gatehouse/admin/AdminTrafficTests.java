package io.gatehouse.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatehouse.audit.AuditEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the Admin API writes holds in the gateway when the answer arrives: routes, plugins, consumers, keys, groups. */
abstract class AdminTrafficTests extends AdminApi {
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
    void a_key_is_shown_to_who_has_the_token_and_opens_until_it_is_deleted() {
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
        get("/consumers/" + consumer + "/key-auth/" + id).body("key", equalTo(own));
        get("/consumers/" + consumer + "/key-auth/" + own).statusCode(200).body("id", equalTo(id));
        get("/consumers/" + consumer + "/key-auth").body("data.key", containsInAnyOrder(minted, own));
        send("PATCH", "/key-auths/" + id, "{'tags': ['a']}").statusCode(200).body("key", equalTo(own));
        send("POST", "/consumers/" + consumer + "/key-auth", "{'key': 'gh_live_ab\\u2026wxyz'}")
                .statusCode(400)
                .body("fields.key", containsString("shortened"));
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
}
