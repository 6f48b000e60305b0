package io.gatehouse.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.tls.SelfSigned;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Certificates, their names, and who shows them, written through the Admin API. */
abstract class AdminCertificatesTests extends AdminApi {
    private static final Certificate PAIR = SelfSigned.certificate("a.example", Instant.now());

    private static ObjectNode pair(String... names) {
        ObjectNode pair = ConfigJson.MAPPER.createObjectNode().put("cert", PAIR.cert());
        pair.put("key", PAIR.key());
        for (String name : names) pair.withArray("/snis").add(name);
        return pair;
    }

    private static String json(ObjectNode document) {
        return document.toString().replace('"', '\'');
    }

    private String created(ObjectNode pair) {
        return send("POST", "/certificates", json(pair))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String host() {
        return unique("host") + ".example";
    }

    @Test
    void a_certificate_is_written_and_shown_with_its_names() {
        String name = host();
        String wild = "*." + name;
        String id = created(pair(name, wild));
        get("/certificates/" + id).body("snis", equalTo(List.of(wild, name)));
        get("/certificates?size=1000").body("data.find { it.id == '" + id + "' }.snis", equalTo(List.of(wild, name)));
        get("/snis/" + name).statusCode(200).body("certificate.id", equalTo(id));
        get("/snis/" + name + "/certificate").body("snis", hasItem(name));
        send("PATCH", "/certificates/" + id, "{'tags': ['x']}").statusCode(200).body("snis", hasItem(name));
        send("PATCH", "/certificates/" + id, "{'snis': ['" + name + "']}")
                .statusCode(200)
                .body("snis", equalTo(List.of(name)));
        get("/snis/" + wild).statusCode(404);
        send("PUT", "/certificates/" + id, json(pair())).statusCode(200).body("snis", empty());
        get("/snis/" + name).statusCode(404);
    }

    @Test
    void what_is_wrong_with_a_name_is_told_and_nothing_is_stored() {
        String name = host();
        String first = created(pair(name));
        String other = host();
        send("POST", "/certificates", json(pair(other, name)))
                .statusCode(400)
                .body("code", equalTo(2))
                .body("fields.snis[1]", containsString(first));
        get("/snis/" + other).statusCode(404);
        send("PATCH", "/certificates/" + first, "{'snis': ['" + other + "', 'a.*.example']}")
                .statusCode(400)
                .body("fields.snis[1]", containsString("expected a host name"));
        get("/certificates/" + first).body("snis", equalTo(List.of(name)));
        send("POST", "/certificates", json(pair(other, other))).statusCode(400);
    }

    @Test
    void a_certificate_that_a_service_shows_stays() {
        String id = created(pair());
        String name = service();
        send("PATCH", "/services/" + name, "{'protocol': 'https', 'client_certificate': {'id': '" + id + "'}}")
                .statusCode(200)
                .body("client_certificate.id", equalTo(id));
        get("/services/" + name + "/client_certificate").statusCode(200).body("id", equalTo(id));
        send("DELETE", "/certificates/" + id, "{}").statusCode(400).body("code", equalTo(4));
        send("PATCH", "/services/" + name, "{'client_certificate': null}").statusCode(200);
        send("DELETE", "/certificates/" + id, "{}").statusCode(204);
    }
}
