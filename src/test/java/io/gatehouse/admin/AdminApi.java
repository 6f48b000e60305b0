package io.gatehouse.admin;

import static io.restassured.RestAssured.given;

import io.gatehouse.analytics.UsageInbox;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.settings.Secrets;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;

/** Calls the Admin API as its users do. */
abstract class AdminApi {
    @Inject
    AdminServer server;

    @Inject
    Secrets secrets;

    @Inject
    LocalNode node;

    @Inject
    UsageInbox inbox;

    final RequestSpecification admin() {
        return given().port(server.port()).header("Kong-Admin-Token", secrets.adminToken());
    }

    final ValidatableResponse send(String method, String path, String json) {
        return admin().contentType(ContentType.JSON)
                .body(json.replace('\'', '"'))
                .request(method, path)
                .then();
    }

    final ValidatableResponse get(String path) {
        return admin().urlEncodingEnabled(false).get(path).then();
    }

    static String unique(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    final String service() {
        String name = unique("service");
        send("POST", "/services", "{'name': '" + name + "', 'url': 'http://127.0.0.1:9/base'}")
                .statusCode(201);
        return name;
    }

    final String route(String service) {
        String name = unique("route");
        send("POST", "/services/" + service + "/routes", "{'name': '" + name + "', 'paths': ['/" + name + "']}")
                .statusCode(201);
        return name;
    }
}
