package io.gatehouse.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.gateway.plugin.Plugins;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A runtime group as a file, and made what a file says. */
abstract class SyncTests extends SyncCalls {
    @Inject
    Plugins plugins;

    @Inject
    KeyDigests digests;

    @Inject
    Offers offers;

    @Test
    void a_file_is_there_after_a_sync_and_its_dump_changes_nothing() {
        String us = group();
        String file = WholeFile.of(plugins).toString();
        int all = sync(us, "?dry_run=true", file)
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .extract()
                .path("created.size()");
        assertEquals("_format_version: \"3.0\"\n", dump(us, ""), "a dry run changes nothing");
        sync(us, "", file).statusCode(200).body("created", hasSize(all)).body("deleted", empty());
        changesNothing(us, "", file);
        String eu = group();
        for (String query : List.of("", "?skip_defaults=true", "?with_id=true")) {
            String dump = dump(us, query);
            changesNothing(us, "", dump);
            sync(eu, "", dump).statusCode(200);
            changesNothing(eu, "", dump);
            assertEquals(dump(us, ""), dump(eu, ""), query);
        }
        String json = admin().accept("application/json").get("/" + us + "/dump").asString();
        changesNothing(eu, "", json);
        sync(us, "", "_format_version: '3.0'").statusCode(200).body("deleted", hasSize(all));
        assertEquals("_format_version: \"3.0\"\n", dump(us, ""));
    }

    @Test
    void a_change_names_fields_and_hides_secrets() {
        String us = group();
        sync(us, "", PARCELS).statusCode(200).body("created", hasSize(8));
        String id = get("/" + us + "/services/parcels").extract().path("id");
        String after = PARCELS.replace("/v1", "/v2")
                .replace("[{group: readers}]", "[]")
                .replace("annas-own-key", "x");
        sync(us, "?dry_run=true", after)
                .statusCode(200)
                .body("changed", hasSize(1))
                .body("changed[0].kind", equalTo("services"))
                .body("changed[0].name", equalTo("parcels"))
                .body("changed[0].id", equalTo(id))
                .body("changed[0].fields.path.before", equalTo("/v1"))
                .body("changed[0].fields.path.after", equalTo("/v2"))
                .body("created.kind", equalTo(List.of("keyauth_credentials")))
                .body("deleted.kind", equalTo(List.of("keyauth_credentials", "acls")))
                .body("deleted.of", equalTo(List.of("consumer anna", "consumer anna")));
        Response done = sync(us, "", after).statusCode(200).extract().response();
        assertFalse(done.asString().contains("annas-own-key"));
        get("/" + us + "/services/parcels").body("id", equalTo(id)).body("path", equalTo("/v2"));
    }

    @Test
    void what_is_wrong_is_told_at_its_place_and_nothing_has_changed() {
        String us = group();
        sync(us, "", PARCELS).statusCode(200);
        String before = dump(us, "");
        sync(us, "", PARCELS.replace("[/parcels]", "[parcels]").replace("key-auth", "nobodys"))
                .statusCode(400)
                .body(
                        "problems.path",
                        equalTo(List.of("services.1.routes.1.paths.1", "services.1.routes.1.plugins.1.name")))
                .body("problems[0].name", equalTo("parcels"));
        sync(us, "", PARCELS.replace("[/parcels]", "[\"~/(\"]"))
                .statusCode(400)
                .body("problems.path", equalTo(List.of("services.1.routes.1.paths.1")));
        sync(us, "", "_workspace: other\n" + PARCELS)
                .statusCode(400)
                .body("message", containsString("is for the runtime group “other”, and was sent to “" + us + "”"));
        sync(us, "", "_format_version: [").statusCode(400).body("message", containsString("line 1"));
        sync(us, "", "_format_version: '3.0'\nplugins: [{name: cors, service: parcels}]")
                .statusCode(400)
                .body("problems[0].path", equalTo("plugins.1.service"))
                .body("message", containsString("put it into the services of the file"));
        assertEquals(before, dump(us, ""));
        sync("nowhere", "", PARCELS).statusCode(404);
        String keyed =
                "_format_version: '3.0'\nconsumers: [{username: anna, keyauth_credentials: [{key: taken-key-of-anna}]}]";
        sync(us, "", keyed).statusCode(200);
        sync(us, "?select_tag=red", keyed)
                .statusCode(400)
                .body("problems.path", hasItem("consumers.1.keyauth_credentials.1.key"))
                .body("problems.message", hasItem(containsString("choose another key")));
    }

    @Test
    void a_sync_that_others_have_overtaken_is_refused() {
        String us = group();
        sync(us, "", PARCELS).statusCode(200);
        String seen = admin().get("/" + us + "/dump").header("ETag");
        yaml().header("If-Match", seen)
                .body(PARCELS)
                .post("/" + us + "/sync")
                .then()
                .statusCode(200);
        send("PATCH", "/" + us + "/services/parcels", "{'retries': 1}").statusCode(200);
        yaml().header("If-Match", seen)
                .body(PARCELS)
                .post("/" + us + "/sync")
                .then()
                .statusCode(412)
                .body("message", containsString("has changed since you looked at it"));
        get("/" + us + "/services/parcels").body("retries", equalTo(1));
    }

    @Test
    void without_pruning_what_the_file_does_not_name_stays() {
        String us = group();
        sync(us, "", PARCELS).statusCode(200);
        String more = """
                _format_version: "3.0"
                services: [{name: weather, host: weather.example}]
                plugins:
                - {name: cors, service: parcels}
                """;
        sync(us, "?prune=false", more)
                .statusCode(200)
                .body("created", hasSize(2))
                .body("created[1].of", equalTo("service parcels"))
                .body("deleted", empty());
        get("/" + us + "/services/parcels/plugins").body("data", hasSize(1));
    }

    @Test
    void with_a_tag_only_what_bears_it_is_touched() {
        String us = group();
        sync(us, "?select_tag=red", PARCELS).statusCode(200);
        String blue = PARCELS.replace("parcels", "blue").replace("anna", "ben");
        sync(us, "?select_tag=blue", blue).statusCode(200).body("deleted", empty());
        get("/" + us + "/services/blue").body("tags", equalTo(List.of("blue")));
        String red = dump(us, "?select_tag=red");
        assertFalse(red.contains("blue") || red.contains("ben"));
        changesNothing(us, "", red);
        sync(us, "?select_tag=blue", PARCELS)
                .statusCode(400)
                .body("message", containsString("without the tags that this sync is for"));
        sync(us, "", "{_format_version: '3.0', _info: {select_tags: [blue]}}")
                .statusCode(200)
                .body("deleted", hasSize(8));
        changesNothing(us, "", red);
        send("POST", "/" + us + "/routes", "{'name': 'mine', 'paths': ['/mine'], 'service': {'name': 'parcels'}}")
                .statusCode(201);
        sync(us, "?select_tag=red", "_format_version: '3.0'")
                .statusCode(400)
                .body("message", containsString("“mine” of the routes uses it and stays"));
    }

    @Test
    void names_can_be_exchanged_and_ids_of_other_groups_are_not_taken_for_ours() {
        String us = group();
        String one = UUID.randomUUID().toString();
        String two = UUID.randomUUID().toString();
        String file = "_format_version: '3.0'\nservices: [{id: %s, name: %s, host: a}, {id: %s, name: %s, host: b}]";
        sync(us, "", file.formatted(one, "first", two, "second")).statusCode(200);
        sync(us, "", file.formatted(one, "second", two, "first"))
                .statusCode(200)
                .body("changed", hasSize(2))
                .body("created", empty());
        get("/" + us + "/services/second").body("id", equalTo(one)).body("host", equalTo("a"));
        String eu = group();
        sync(eu, "", "_format_version: '3.0'\nservices: [{name: first, host: b}]")
                .statusCode(200);
        String known = get("/" + eu + "/services/first").extract().path("id");
        sync(eu, "", file.formatted(one, "second", two, "first"))
                .statusCode(200)
                .body("created.id", equalTo(List.of(one)))
                .body("changed", empty());
        get("/" + eu + "/services/first").body("id", equalTo(known));
    }

    @Test
    void deck_and_older_files_are_read() {
        String us = group();
        String old = """
                _format_version: "1.1"
                _info: {defaults: {service: {retries: 2}, route: {strip_path: false}}}
                _plugin_configs: {slow: {minute: 1}}
                services:
                - name: old
                  host: x.example
                  routes: [{name: old, paths: ["/old/\\\\d+"]}]
                  plugins: [{name: rate-limiting, _config: slow}]
                consumers: [{username: anna, groups: [{name: gold}]}]
                consumer_groups: [{name: gold}]
                """;
        sync(us, "", old).statusCode(200);
        changesNothing(us, "", old);
        get("/" + us + "/services/old").body("retries", equalTo(2));
        get("/" + us + "/routes/old")
                .body("paths", equalTo(List.of("~/old/\\d+")))
                .body("strip_path", equalTo(false));
        get("/" + us + "/plugins").body("data[0].config.minute", equalTo(1));
        get("/" + us + "/consumer_groups/gold/consumers").body("data.username", equalTo(List.of("anna")));
    }

    /** What a copy must open: the credentials of a consumer of another group, by a dump of ours and by decK's calls. */
    @Test
    void every_credential_works_where_it_was_copied_to() {
        String us = group();
        String anna = unique("anna");
        String open = "/" + us + "/consumers/" + anna;
        send("PUT", open, "{'tags': ['" + anna + "']}").statusCode(200);
        String tags = "'tags': ['" + anna + "']";
        String minted =
                send("POST", open + "/key-auth", "{" + tags + "}").extract().path("key");
        send("POST", open + "/basic-auth", "{'username': '" + anna + "', 'password': 'open-sesame', " + tags + "}");
        send("POST", open + "/hmac-auth", "{'username': '" + anna + "', " + tags + "}")
                .statusCode(201);
        send("POST", open + "/jwt", "{'key': '" + anna + "', " + tags + "}").statusCode(201);
        send("POST", open + "/acls", "{'group': 'readers', " + tags + "}").statusCode(201);
        String service = service();
        String route = route(service);
        send("POST", "/routes/" + route + "/plugins", "{'name': 'basic-auth'}").statusCode(201);
        String keyed = route(service);
        send("POST", "/routes/" + keyed + "/plugins", "{'name': 'key-auth'}").statusCode(201);

        String file = dump(us, "?select_tag=" + anna);
        sync("default", "", file).statusCode(200).body("created", hasSize(6));
        assertOpens(route, anna, keyed, minted);
        String shown = get("/consumers/" + anna + "/basic-auth").extract().path("data[0].password");
        send(
                        "PUT",
                        "/" + us + "/consumers/" + anna + "/basic-auth/" + anna,
                        "{'password': '" + shown + "', " + tags + "}")
                .statusCode(200);
        changesNothing("default", "", dump(us, "?select_tag=" + anna));
        changesNothing("default", "", file.replaceAll("password: .*", "password: open-sesame"));
        assertEquals(file, dump("default", "?select_tag=" + anna));

        admin().delete("/consumers/" + anna).then().statusCode(204);
        Deck deck = new Deck(server.port(), secrets.adminToken(), null, anna);
        deck.sync(new Deck(server.port(), secrets.adminToken(), us, anna).dump());
        assertOpens(route, anna, keyed, minted);
        changesNothing("default", "", file);
        admin().delete("/consumers/" + anna).then().statusCode(204);
    }

    private void assertOpens(String route, String user, String keyed, String key) {
        given().port(node.port())
                .auth()
                .preemptive()
                .basic(user, "open-sesame")
                .get("/" + route)
                .then()
                .statusCode(502);
        given().port(node.port())
                .auth()
                .preemptive()
                .basic(user, "x")
                .get("/" + route)
                .then()
                .statusCode(401);
        given().port(node.port()).header("apikey", key).get("/" + keyed).then().statusCode(502);
    }

    @Test
    void a_key_that_is_known_by_its_digest_only_is_copied_as_that() {
        String us = group();
        String key = "a-key-of-" + us;
        String digest = "hmac-sha256:" + digests.of(key) + ":a…y";
        String file = "_format_version: '3.0'\nconsumers: [{username: anna, keyauth_credentials: [{key: '%s'}]}]";
        sync(us, "", file.formatted(digest)).statusCode(200);
        get("/" + us + "/consumers/anna/key-auth").body("data[0].key", equalTo(digest));
        get("/" + us + "/key-auths/" + key).statusCode(200);
        changesNothing(us, "", file.formatted(key));
        Deck copy = new Deck(server.port(), secrets.adminToken(), group(), null);
        copy.sync(new Deck(server.port(), secrets.adminToken(), us, null).dump());
        assertEquals(List.of(), copy.diff(new Deck(server.port(), secrets.adminToken(), us, null).dump()));
    }

    @Test
    void what_the_portal_keeps_is_an_ordinary_entity_in_a_group_that_it_does_not_serve() {
        Offers.Offer offer = offers.offer();
        String portal = dump("default", "?select_tag=portal");
        changesNothing("default", "", portal);
        String eu = group();
        sync(eu, "", portal).statusCode(200).body("kept", empty());
        changesNothing(eu, "", portal);
        get("/" + eu + "/consumer_groups/" + offer.plan()).statusCode(200);
        String plugin = get("/" + eu + "/services/" + offer.service() + "/plugins")
                .extract()
                .path("data.find { it.name == 'rate-limiting' }.id");
        send("PATCH", "/" + eu + "/plugins/" + plugin, "{'config': {'minute': 7}}")
                .statusCode(200);
        Deck deck = new Deck(server.port(), secrets.adminToken(), eu, null);
        assertEquals(List.of(), deck.diff(deck.dump()));
        deck.reset();
        assertEquals("_format_version: \"3.0\"\n", dump(eu, ""));

        String bare = "{_format_version: '3.0', _info: {select_tags: [portal]}}";
        List<String> deleted = sync("default", "?dry_run=true", bare)
                .statusCode(200)
                .body("kept.name", hasItems(offer.service(), offer.plan(), "key-auth", "rate-limiting"))
                .body("kept.why", hasItem("This group stands for the plan “A plan”, so it stays."))
                .extract()
                .path("deleted.of");
        assertFalse(String.valueOf(deleted).contains(offer.service()), "all of it stays");
        String other = portal.replace("minute: 5", "minute: 6");
        sync("default", "?dry_run=true", other)
                .statusCode(200)
                .body("changed", empty())
                .body(
                        "kept.why",
                        hasItem("Gatehouse keeps this limit in step with its plan. Change the plan instead."));
    }
}
