package io.gatehouse.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatehouse.audit.AuditEntry;
import org.junit.jupiter.api.Test;

/** Credentials of every kind, and groups: written below their consumer or beside it, and in force when the answer arrives. */
abstract class AdminCredentialsTests extends AdminApi {
    private String consumer() {
        String name = unique("consumer");
        send("PUT", "/consumers/" + name, "{}").statusCode(200);
        return name;
    }

    @Test
    void a_password_is_shown_as_a_digest_and_opens_until_it_is_changed() {
        String service = service();
        String route = route(service);
        send("POST", "/services/" + service + "/plugins", "{'name': 'basic-auth'}")
                .statusCode(201);
        String consumer = consumer();
        String user = unique("user");
        String path = "/consumers/" + consumer + "/basic-auth/" + user;
        String shown = send(
                        "POST",
                        "/consumers/" + consumer + "/basic-auth",
                        "{'username': '" + user + "', 'password': 'open-sesame'}")
                .statusCode(201)
                .body("password", matchesPattern("hmac-sha256:[0-9a-f-]{36}:[0-9a-f]{64}"))
                .body("keySet()", not(hasItem("digest")))
                .extract()
                .path("password");
        knocks(route, user, "open-sesame", 502);
        send("PATCH", path, "{'tags': ['a']}").statusCode(200).body("password", equalTo(shown));
        send("PUT", path, "{'password': '" + shown + "'}").statusCode(200).body("tags", nullValue());
        knocks(route, user, "open-sesame", 502);
        knocks(route, user, shown, 401);
        send("PATCH", path, "{'password': 'another'}").statusCode(200).body("password", not(equalTo(shown)));
        knocks(route, user, "open-sesame", 401);
        knocks(route, user, "another", 502);
        send(
                        "POST",
                        "/basic-auths",
                        "{'username': '" + user + "', 'password': 'x', 'consumer': {'username': '" + consumer() + "'}}")
                .statusCode(409)
                .body("message", equalTo("UNIQUE violation detected on '{username=\"" + user + "\"}'"));
        send("POST", "/consumers/" + consumer + "/basic-auth", "{'username': '" + unique("none") + "'}")
                .statusCode(400)
                .body("fields.password", equalTo("required field missing"));
        admin().delete(path).then().statusCode(204);
        knocks(route, user, "another", 401);
        assertIsNotTold("open-sesame");
    }

    private void knocks(String route, String user, String password, int status) {
        given().port(node.port())
                .auth()
                .preemptive()
                .basic(user, password)
                .get("/" + route)
                .then()
                .statusCode(status);
    }

    @Test
    void secrets_of_tokens_and_signatures_are_minted_and_shown() {
        String consumer = consumer();
        String secret = send("POST", "/consumers/" + consumer + "/jwt", "{}")
                .statusCode(201)
                .body("key", matchesPattern("[0-9A-Za-z_-]{43}"))
                .body("algorithm", equalTo("HS256"))
                .body("rsa_public_key", nullValue())
                .extract()
                .path("secret");
        String key = get("/consumers/" + consumer + "/jwt").extract().path("data[0].key");
        get("/jwts/" + key).statusCode(200).body("secret", equalTo(secret));
        send("PATCH", "/jwts/" + key, "{'algorithm': 'RS256'}")
                .statusCode(400)
                .body("fields.rsa_public_key", equalTo("required field missing"));
        String user = unique("user");
        send("PUT", "/consumers/" + consumer + "/hmac-auth/" + user, "{}")
                .statusCode(200)
                .body("username", equalTo(user))
                .body("secret", matchesPattern("[0-9A-Za-z_-]{43}"));
        get("/hmac-auths/" + user + "/consumer").statusCode(200).body("username", equalTo(consumer));
        send("PUT", "/hmac-auths/" + user, "{'secret': 'hush-of-mine', 'consumer': {'username': '" + consumer + "'}}")
                .statusCode(200);
        get("/hmac-auths/" + user).body("secret", equalTo("hush-of-mine"));
        get("/consumers/" + consumer() + "/hmac-auth/" + user).statusCode(404);
        assertIsNotTold(secret);
        assertIsNotTold("hush-of-mine");
    }

    @Test
    void groups_belong_to_a_consumer_and_open_at_once() {
        String service = service();
        String route = route(service);
        String group = unique("readers");
        send("POST", "/services/" + service + "/plugins", "{'name': 'key-auth'}")
                .statusCode(201);
        send("POST", "/services/" + service + "/plugins", "{'name': 'acl', 'config': {'allow': ['" + group + "']}}")
                .statusCode(201);
        String consumer = consumer();
        String key = send("POST", "/consumers/" + consumer + "/key-auth", "{}")
                .extract()
                .path("key");
        calls(route, key, 403);
        String id = send("POST", "/consumers/" + consumer + "/acls", "{'group': '" + group + "'}")
                .statusCode(201)
                .body("group", equalTo(group))
                .extract()
                .path("id");
        calls(route, key, 502);
        send("POST", "/consumers/" + consumer + "/acls", "{'group': '" + group + "'}")
                .statusCode(409)
                .body("fields.group", equalTo(group));
        send("POST", "/consumers/" + consumer() + "/acls", "{'group': '" + group + "'}")
                .statusCode(201);
        get("/consumers/" + consumer + "/acls/" + group).statusCode(200).body("id", equalTo(id));
        get("/acls/" + id).statusCode(200);
        get("/acls/" + group).statusCode(404);
        get("/consumers/" + consumer + "/acls").body("data", hasSize(1));
        get("/consumers/" + consumer).body("keySet()", not(hasItem("acl_groups")));
        admin().delete("/consumers/" + consumer + "/acls/" + group).then().statusCode(204);
        calls(route, key, 403);
        admin().delete("/consumers/" + consumer).then().statusCode(204);
        calls(route, key, 401);
    }

    private void calls(String route, String key, int status) {
        given().port(node.port()).header("apikey", key).get("/" + route).then().statusCode(status);
    }

    @Test
    void what_belongs_to_a_consumer_goes_with_it() {
        String consumer = consumer();
        String user = unique("user");
        send("PUT", "/consumers/" + consumer + "/basic-auth/" + user, "{'password': 'x'}")
                .statusCode(200);
        send("PUT", "/consumers/" + consumer + "/hmac-auth/" + user, "{}").statusCode(200);
        admin().delete("/consumers/" + consumer).then().statusCode(204);
        get("/basic-auths/" + user).statusCode(404);
        get("/hmac-auths/" + user).statusCode(404);
    }

    private static void assertIsNotTold(String secret) {
        assertFalse(
                AuditEntry.<AuditEntry>listAll().stream().anyMatch(entry -> entry.detail.contains(secret)),
                "the history tells a secret");
    }
}
