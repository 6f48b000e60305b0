package io.gatehouse.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.tls.SelfSigned;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A copy of the database tells no secret that the gateway or a consumer uses. */
abstract class SealedSecretsTests extends AdminApi {
    @Inject
    DataSource database;

    @Test
    void no_secret_can_be_read_in_the_database() throws SQLException {
        String service = service();
        String consumer = unique("consumer");
        send("PUT", "/consumers/" + consumer, "{}").statusCode(200);
        String plugin = send(
                        "POST",
                        "/services/" + service + "/plugins",
                        "{'name': 'request-transformer', 'config': {'add': {'headers': ['Authorization:Bearer sk-in-clear']}}}")
                .statusCode(201)
                .extract()
                .path("id");
        send("POST", "/consumers/" + consumer + "/jwt", "{'key': '" + unique("k") + "', 'secret': 'jwt-in-clear'}")
                .statusCode(201);
        send("POST", "/consumers/" + consumer + "/key-auth", "{'key': '" + unique("key-in-clear") + "'}")
                .statusCode(201);
        send(
                        "POST",
                        "/consumers/" + consumer + "/hmac-auth",
                        "{'username': '" + unique("u") + "', 'secret': 'hmac-in-clear'}")
                .statusCode(201);
        send(
                        "POST",
                        "/upstreams",
                        "{'name': '" + unique("pool")
                                + "', 'healthchecks': {'active': {'headers': {'Authorization': ['Bearer probe-in-clear']}}}}")
                .statusCode(201);
        Certificate shown = SelfSigned.certificate("in-clear.example", Instant.now());
        ObjectNode pair = ConfigJson.MAPPER.createObjectNode().put("cert", shown.cert());
        String certificate = send(
                        "POST",
                        "/certificates",
                        pair.put("key", shown.key()).toString().replace('"', '\''))
                .statusCode(201)
                .body("key", equalTo(shown.key()))
                .extract()
                .path("id");
        String name = unique("host") + ".example";
        send("POST", "/certificates/" + certificate + "/snis", "{'name': '" + name + "'}")
                .statusCode(201);
        get("/snis/" + name).statusCode(200).body("certificate.id", equalTo(certificate));
        List<String> bodies = bodies("select body from config_entity");
        assertAll(bodies.stream()
                .map(body -> () -> assertFalse(body.contains("in-clear") || body.contains("PRIVATE KEY"), body)));
        List<String> sealed = bodies(
                "select body from config_entity where kind in ('certificates', 'plugins', 'upstreams', 'keyauth_credentials', 'jwt_secrets', 'hmacauth_credentials')");
        assertAll(sealed.stream().map(body -> () -> assertTrue(body.startsWith("sealed:"), body)));
        get("/plugins/" + plugin)
                .statusCode(200)
                .body("config.add.headers[0]", equalTo("Authorization:Bearer sk-in-clear"));
        assertEquals(sealed.size(), sealed.stream().distinct().count(), "each has a nonce of its own");
    }

    private List<String> bodies(String query) throws SQLException {
        List<String> bodies = new ArrayList<>();
        try (Connection connection = database.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) bodies.add(rows.getString(1));
        }
        return bodies;
    }
}
