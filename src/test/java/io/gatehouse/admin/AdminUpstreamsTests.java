package io.gatehouse.admin;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatehouse.audit.AuditEntry;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Upstreams and their targets, written through the Admin API. */
abstract class AdminUpstreamsTests extends AdminApi {

    private String upstream(String fields) {
        String name = unique("pool");
        send("POST", "/upstreams", "{'name': '" + name + "'" + fields + "}").statusCode(201);
        return name;
    }

    private String targets(String upstream) {
        return "/upstreams/" + upstream + "/targets";
    }

    @Test
    void an_upstream_has_every_field_and_its_algorithm_follows_what_is_hashed() {
        String name = upstream(", 'hash_on': 'ip'");
        get("/upstreams/" + name)
                .statusCode(200)
                .body("algorithm", equalTo("consistent-hashing"))
                .body("slots", equalTo(10000))
                .body("healthchecks.passive.unhealthy.http_statuses", hasItem(503))
                .body("healthchecks.active.healthy.interval", equalTo(0));
        send("PATCH", "/upstreams/" + name, "{'healthchecks': {'active': {'healthy': {'interval': 5}}}}")
                .statusCode(200)
                .body("healthchecks.active.healthy.interval", equalTo(5))
                .body("healthchecks.active.http_path", equalTo("/"));
    }

    @Test
    void what_is_wrong_with_an_upstream_is_told_in_the_shape_of_it() {
        send("POST", "/upstreams", "{'name': '10.0.0.1', 'healthchecks': {'threshold': 101}}")
                .statusCode(400)
                .body("code", equalTo(2))
                .body("fields.name", equalTo("Invalid name ('10.0.0.1'); must be a hostname"))
                .body("fields.healthchecks.threshold", equalTo("value should be between 0 and 100"));
    }

    @Test
    void a_target_is_created_changed_and_deleted_below_its_upstream() {
        String name = upstream("");
        double now = System.currentTimeMillis() / 1000.0;
        String id = send("POST", targets(name), "{'target': '10.0.0.1'}")
                .statusCode(201)
                .body("target", equalTo("10.0.0.1:8000"))
                .body("weight", equalTo(100))
                .body("upstream.id", not(nullValue()))
                .extract()
                .path("id");
        admin().config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .get(targets(name) + "/" + id)
                .then()
                .body("created_at", closeTo(now, 60));
        send("PATCH", targets(name) + "/10.0.0.1:8000", "{'weight': 7}")
                .statusCode(200)
                .body("weight", equalTo(7));
        send("PUT", targets(name) + "/" + id, "{'target': '10.0.0.2:9000'}")
                .statusCode(200)
                .body("id", equalTo(id))
                .body("weight", equalTo(100));
        get(targets(name)).body("data.target", equalTo(List.of("10.0.0.2:9000")));
        admin().delete(targets(name) + "/10.0.0.2:9000").then().statusCode(204);
        get(targets(name)).body("data", hasSize(0));
    }

    @Test
    void a_target_is_put_only_where_it_is() {
        String name = upstream("");
        UUID id = UUID.randomUUID();
        send("PUT", targets(name) + "/" + id, "{'target': '10.0.0.1'}").statusCode(404);
        send("POST", targets(name), "{'id': '" + id + "', 'target': '10.0.0.1'}")
                .statusCode(201)
                .body("id", equalTo(id.toString()));
        get("/targets").statusCode(404);
        get("/targets/" + id).statusCode(404);
        get(targets(upstream("")) + "/" + id).statusCode(404);
    }

    @Test
    void the_same_target_twice_is_refused_in_one_upstream_and_fine_in_two() {
        String name = upstream("");
        send("POST", targets(name), "{'target': '10.0.0.1:8000'}").statusCode(201);
        send("POST", targets(name), "{'target': '10.0.0.1'}")
                .statusCode(409)
                .body("code", equalTo(5))
                .body("fields.upstream.id", not(nullValue()));
        send("POST", targets(upstream("")), "{'target': '10.0.0.1'}").statusCode(201);
    }

    @Test
    void what_a_check_proves_itself_with_is_in_no_audit_entry() {
        String name = upstream(", 'healthchecks': {'active': {'headers': {'Authorization': ['Bearer probe-secret']}}}");
        send("PATCH", "/upstreams/" + name, "{'slots': 20}")
                .statusCode(200)
                .body("healthchecks.active.headers.Authorization", equalTo(List.of("Bearer probe-secret")));
        List<AuditEntry> entries = AuditEntry.list("targetName = ?1", name);
        assertEquals(2, entries.size());
        entries.forEach(entry -> assertFalse(entry.detail.contains("probe-secret"), entry.detail));
    }

    @Test
    void targets_go_with_their_upstream() {
        String name = upstream("");
        send("POST", targets(name), "{'target': '10.0.0.1'}").statusCode(201);
        admin().delete("/upstreams/" + name).then().statusCode(204);
        get(targets(name)).statusCode(404);
    }

    @Test
    void the_health_of_targets_is_shown_and_set_by_hand() {
        String name = upstream(", 'healthchecks': {'passive': {'unhealthy': {'tcp_failures': 1}}}");
        send("POST", targets(name), "{'target': '10.0.0.1', 'weight': 1}").statusCode(201);
        String id = send("POST", targets(name), "{'target': '10.0.0.2', 'weight': 3}")
                .statusCode(201)
                .extract()
                .path("id");
        get("/upstreams/" + name + "/health")
                .statusCode(200)
                .body("data.health", equalTo(List.of("HEALTHY", "HEALTHY")))
                .body("next", nullValue());
        send("PUT", targets(name) + "/" + id + "/unhealthy", "").statusCode(204);
        get("/upstreams/" + name + "/health")
                .body("data.find { it.id == '" + id + "' }.health", equalTo("UNHEALTHY"))
                .body("data.find { it.id != '" + id + "' }.health", equalTo("HEALTHY"));
        get("/upstreams/" + name + "/health?balancer_health=1").body("data.health", equalTo("HEALTHY"));
        send("PATCH", "/upstreams/" + name, "{'healthchecks': {'threshold': 50}}")
                .statusCode(200);
        get("/upstreams/" + name + "/health?balancer_health=1").body("data.health", equalTo("UNHEALTHY"));
        send("POST", targets(name) + "/10.0.0.2:8000/healthy", "").statusCode(204);
        get("/upstreams/" + name + "/health").body("data.health", equalTo(List.of("HEALTHY", "HEALTHY")));
    }

    @Test
    void there_is_no_health_without_checks() {
        String name = upstream("");
        send("POST", targets(name), "{'target': '10.0.0.1'}").statusCode(201);
        get("/upstreams/" + name + "/health").body("data.health", equalTo(List.of("HEALTHCHECKS_OFF")));
        get("/upstreams/" + name + "/health?balancer_health=1").body("data.health", equalTo("HEALTHCHECKS_OFF"));
        send("PUT", targets(name) + "/10.0.0.1:8000/healthy", "").statusCode(400);
        send("PUT", targets(name) + "/10.0.0.9:8000/healthy", "").statusCode(404);
        get("/upstreams/" + unique("none") + "/health").statusCode(404);
    }
}
