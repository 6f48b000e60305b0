package io.gatehouse.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A path may begin with a runtime group; groups are made and changed as Kong's workspaces are. */
abstract class AdminGroupsTests extends AdminApi {
    @Inject
    EntitiesApi entities;

    @Inject
    GroupsApi groups;

    @Inject
    HealthApi health;

    @Inject
    RuntimeGroupsApi runtimeGroups;

    @Inject
    CacheApi cache;

    @Inject
    SchemasApi schemas;

    @Inject
    StatusApi status;

    private String group() {
        String name = unique("g");
        send("POST", "/workspaces", "{'name': '" + name + "'}").statusCode(201);
        return name;
    }

    @Test
    void each_group_has_its_own_entities() {
        String us = group();
        String eu = group();
        String id = UUID.randomUUID().toString();
        for (String group : List.of(us, eu)) {
            send("PUT", "/" + group + "/services/" + id, "{'name': 's', 'host': 'x.example'}")
                    .statusCode(200);
            send("POST", "/" + group + "/services/s/routes", "{'name': 'r', 'paths': ['/" + us + "']}")
                    .statusCode(201);
            send("POST", "/" + group + "/services/s/plugins", "{'name': 'key-auth'}")
                    .statusCode(201);
            send("POST", "/" + group + "/consumers", "{'username': 'c'}").statusCode(201);
            send("POST", "/" + group + "/consumers/c/key-auth", "{'key': 'k-" + us + "'}")
                    .statusCode(201);
            send("POST", "/" + group + "/consumer_groups", "{'name': 'cg'}").statusCode(201);
            send("POST", "/" + group + "/consumer_groups/cg/consumers", "{'consumer': 'c'}")
                    .statusCode(201);
            send("POST", "/" + group + "/upstreams", "{'name': 'u'}").statusCode(201);
            send("POST", "/" + group + "/upstreams/u/targets", "{'target': '127.0.0.1:9'}")
                    .statusCode(201);
        }
        send("PATCH", "/" + us + "/services/s", "{'retries': 1}")
                .statusCode(200)
                .body("retries", equalTo(1));
        get("/" + eu + "/services/s").body("retries", equalTo(5)).body("id", equalTo(id));
        get("/services/" + id).statusCode(404);
        get("/default/services/" + id).statusCode(404);
        for (String list :
                List.of("services", "routes", "plugins", "consumers", "key-auths", "consumer_groups", "upstreams"))
            get("/" + eu + "/" + list).statusCode(200).body("data", hasSize(1));
        get("/" + eu + "/key-auths/k-" + us + "/consumer").body("username", equalTo("c"));
        get("/" + eu + "/consumers/c/consumer_groups").body("consumer_groups.name", equalTo(List.of("cg")));
        get("/" + eu + "/upstreams/u/health").body("data.health", equalTo(List.of("HEALTHCHECKS_OFF")));
        admin().delete("/" + us + "/routes/r").then().statusCode(204);
        get("/" + us + "/routes").body("data", hasSize(0));
        get("/" + eu + "/routes/r").statusCode(200);
    }

    @Test
    void pages_of_a_group_lead_on_within_it() {
        String group = group();
        for (int i = 0; i < 3; i++)
            send("POST", "/" + group + "/services", "{'host': 'x.example'}").statusCode(201);
        String next = get("/" + group + "/services?size=2")
                .body("next", startsWith("/" + group + "/services?offset="))
                .extract()
                .path("next");
        get(next).body("data", hasSize(1));
    }

    @Test
    void a_group_that_is_not_there_has_nothing() {
        for (String path : List.of("/services", "/services/x", "/kong", "/plugins"))
            get("/" + unique("none") + path).statusCode(404).body("message", equalTo("Not found"));
        send("POST", "/" + unique("none") + "/services", "{'host': 'x'}").statusCode(404);
    }

    @Test
    void a_group_says_what_it_is_as_the_root_does() {
        String group = group();
        send("POST", "/" + group + "/plugins", "{'name': 'cors'}").statusCode(201);
        for (String path : List.of("/" + group + "/kong", "/" + group + "/", "/" + group))
            get(path)
                    .statusCode(200)
                    .body("version", startsWith("3."))
                    .body("plugins.enabled_in_cluster", equalTo(List.of("cors")));
        get("/" + group + "/schemas/plugins/cors").statusCode(200);
    }

    @Test
    void groups_are_made_read_changed_and_deleted() {
        String name = unique("g");
        String id = send(
                        "POST",
                        "/workspaces",
                        "{'name': '" + name + "', 'region': 'eu-central', 'labels': {'tier': 'gold'}}")
                .statusCode(201)
                .body("name", equalTo(name))
                .body("region", equalTo("eu-central"))
                .body("labels.tier", equalTo("gold"))
                .body("created_at", notNullValue())
                .extract()
                .path("id");
        get("/workspaces/" + name).body("id", equalTo(id));
        get("/workspaces/" + id).body("name", equalTo(name));
        get("/workspaces").body("data.name", hasItems("default", name)).body("next", nullValue());
        get("/workspaces/").body("data.name", hasItems("default", name));
        send("PATCH", "/workspaces/" + name, "{'labels': {'tier': 'silver'}}")
                .statusCode(200)
                .body("region", equalTo("eu-central"))
                .body("labels.tier", equalTo("silver"));
        send("PUT", "/workspaces/" + id, "{'name': '" + name + "x'}")
                .statusCode(200)
                .body("region", nullValue())
                .body("labels.size()", equalTo(0));
        get("/workspaces/" + name).statusCode(404);
        send("PUT", "/workspaces/" + name + "y", "{}").statusCode(200).body("name", equalTo(name + "y"));
        send("POST", "/" + name + "x/services", "{'host': 'x'}").statusCode(201);
        admin().delete("/workspaces/" + id)
                .then()
                .statusCode(400)
                .body("message", containsString("The group is not empty: it holds 1 entity"));
        admin().delete("/workspaces/" + id + "?cascade=true").then().statusCode(204);
        admin().delete("/workspaces/" + id).then().statusCode(204);
        get("/" + name + "x/services").statusCode(404);
    }

    @Test
    void names_and_fields_that_cannot_be_are_refused() {
        String group = group();
        send("POST", "/workspaces", "{'name': '" + group + "'}").statusCode(409).body("code", equalTo(5));
        send("POST", "/workspaces", "{'name': 'key-auths'}")
                .statusCode(400)
                .body("fields.name", containsString("is a path of the Admin API already"));
        send("POST", "/workspaces", "{}").statusCode(400).body("fields.name", notNullValue());
        send("POST", "/workspaces", "{'name': 'x', 'zone': 'y'}")
                .statusCode(400)
                .body("fields.zone", equalTo("unknown field"));
        send("PATCH", "/workspaces/default", "{'name': 'x'}")
                .statusCode(400)
                .body("fields.name", containsString("keeps its name"));
        admin().delete("/workspaces/default").then().statusCode(400).body("message", containsString("stays"));
    }

    @Test
    void no_group_may_be_called_as_a_path_begins() {
        Set<String> begins = new TreeSet<>();
        for (AdminRoutes part : List.of(entities, groups, health, runtimeGroups, cache, schemas, status))
            part.mount((path, handlers) -> begins.add(path.split("/", -1)[1]));
        begins.add(ConfigApi.PATH.substring(1));
        begins.remove("");
        assertTrue(begins.contains("services"));
        List<String> free = new ArrayList<>();
        for (String word : begins)
            if (send("POST", "/workspaces", "{'name': '" + word + "'}")
                            .extract()
                            .statusCode()
                    != 400) free.add(word);
        assertEquals(List.of(), free);
    }

    @Test
    void the_audit_log_names_the_group() {
        String group = group();
        String service = unique("s");
        send("POST", "/" + group + "/services", "{'name': '" + service + "', 'host': 'x'}")
                .statusCode(201);
        AuditEntry entry = AuditEntry.<AuditEntry>find("targetName", service).firstResult();
        assertTrue(entry.detail.contains("\"runtime_group\":\"" + group + "\""), entry.detail);
        assertFalse(AuditEntry.list("action = 'runtime-group.created' and targetName = ?1", group)
                .isEmpty());
    }
}
