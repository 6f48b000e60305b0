package io.gatehouse.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is stored is always a configuration that a gateway can run, and what Gatehouse derives is always right. */
abstract class ConfigStoreTests {
    @Inject
    ConfigStore store;

    @Inject
    Story story;

    @Inject
    Plans plans;

    @Inject
    ServedVersions served;

    static ObjectNode json(String text, Object... values) {
        try {
            return (ObjectNode)
                    ConfigJson.MAPPER.readTree(text.formatted(values).replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private Stored service(String name) {
        return store.put(Kind.SERVICES, UUID.randomUUID(), json("{'name': '%s', 'host': 'x.example'}", name));
    }

    private Stored plugin(String text, Object... values) {
        return store.put(Kind.PLUGINS, UUID.randomUUID(), json(text, values));
    }

    private static InvalidConfig refused(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(InvalidConfig.class, work);
    }

    private List<Stored> limits(UUID serviceId) {
        return store.pointingAt(Kind.PLUGINS, "service", serviceId).stream()
                .filter(plugin -> plugin.body().path("name").asText().equals("rate-limiting"))
                .toList();
    }

    @Test
    void a_bad_change_is_refused_whole_with_every_problem() {
        Stored service = service(Story.unique("s"));
        long version = store.find(Kind.SERVICES, service.name()).orElseThrow().version();
        InvalidConfig invalid = refused(
                () -> store.put(Kind.SERVICES, service.id(), json("{'name': 'a b', 'host': '', 'port': 70000}")));
        assertEquals(InvalidConfig.Reason.INVALID, invalid.reason());
        assertEquals(
                List.of("host", "name", "port"),
                invalid.problems().stream().map(ConfigProblem::field).sorted().toList());
        assertEquals(
                version, store.find(Kind.SERVICES, service.name()).orElseThrow().version());
    }

    @Test
    void what_only_the_compiler_sees_is_refused_too() {
        String route = Story.unique("r");
        InvalidConfig invalid = refused(
                () -> store.put(Kind.ROUTES, UUID.randomUUID(), json("{'name': '%s', 'paths': ['~/bad(']}", route)));
        assertEquals(InvalidConfig.Reason.INVALID, invalid.reason());
        assertTrue(store.find(Kind.ROUTES, route).isEmpty());
        assertTrue(AuditEntry.count("targetName", route) == 0, "what has not happened is not written down");
    }

    @Test
    void storing_the_same_again_changes_nothing() {
        Stored first = service(Story.unique("same"));
        Stored second = store.put(Kind.SERVICES, first.id(), first.body());
        assertEquals(first.version(), second.version());
        assertEquals(first.body(), second.body());
        assertEquals(1, AuditEntry.count("targetName", first.name()));
    }

    @Test
    void a_change_that_has_not_seen_the_last_one_is_stale() {
        Stored first = service(Story.unique("stale"));
        store.put(Kind.SERVICES, first.id(), first.body().deepCopy().put("retries", 1), first.version());
        assertThrows(
                Stale.class,
                () -> store.put(
                        Kind.SERVICES, first.id(), first.body().deepCopy().put("retries", 2), first.version()));
        assertEquals(
                1,
                store.find(Kind.SERVICES, first.name())
                        .orElseThrow()
                        .body()
                        .path("retries")
                        .asInt());
    }

    @Test
    void a_secret_is_shown_as_dots_and_survives_being_sent_back() {
        Stored service = service(Story.unique("secret"));
        Stored plugin = plugin(
                "{'name': 'upstream-authorization', 'service': {'id': '%s'}, 'config': {'header_value': 'Bearer s3cr3t'}}",
                service.id());
        assertEquals(
                Masking.HIDDEN,
                plugin.shown().path("config").path("header_value").asText());
        Stored again = store.put(Kind.PLUGINS, plugin.id(), plugin.shown().put("enabled", false));
        assertEquals(
                "Bearer s3cr3t",
                again.body().path("config").path("header_value").asText());
        assertFalse(AuditEntry.<AuditEntry>listAll().stream().anyMatch(entry -> entry.detail.contains("s3cr3t")));
    }

    @Test
    void transformer_rules_with_credentials_are_masked_in_their_place() {
        Stored plugin = plugin(
                "{'name': 'request-transformer', 'route': {'id': '%s'}, 'config': {'add': {'headers': ['x-a:1', 'Authorization:Bearer t0ps']}}}",
                store.put(Kind.ROUTES, UUID.randomUUID(), json("{'paths': ['/%s']}", Story.unique("t")))
                        .id());
        JsonNode headers = plugin.shown().path("config").path("add").path("headers");
        assertEquals("[\"x-a:1\",\"Authorization:" + Masking.HIDDEN + "\"]", headers.toString());
        ObjectNode edited = plugin.shown();
        edited.withArray("/config/add/headers").insert(0, "x-new:2");
        assertEquals(
                "[\"x-new:2\",\"x-a:1\",\"Authorization:Bearer t0ps\"]",
                store.put(Kind.PLUGINS, plugin.id(), edited)
                        .body()
                        .path("config")
                        .path("add")
                        .path("headers")
                        .toString());
    }

    @Test
    void a_plugin_for_an_application_of_the_portal_may_name_it() {
        Application application = story.application(story.developer());
        Stored plugin = plugin(
                "{'name': 'rate-limiting', 'consumer': {'username': 'app-%s'}, 'config': {'minute': 1}}",
                application.id);
        assertEquals(
                application.id.toString(),
                plugin.body().path("consumer").path("id").asText());
        assertTrue(store.delete(Kind.PLUGINS, plugin.id()));
    }

    // What is derived

    @Test
    void each_plan_is_a_group_and_a_limit_on_each_served_service() {
        ApiVersion version = story.publish(Story.unique("derived"));
        Plan plan = story.plan(version, 42);
        story.serve(version, "http://x.example/v1", null, "/" + Story.unique("p"));
        UUID service = store.find(Kind.SERVICES, version.api.slug + "-v1")
                .orElseThrow()
                .id();
        UUID group = store.find(Kind.CONSUMER_GROUPS, plan.slug).orElseThrow().id();
        List<Stored> own = limits(service).stream()
                .filter(limit ->
                        limit.body().path("consumer_group").path("id").asText().equals(group.toString()))
                .toList();
        assertEquals(1, own.size());
        JsonNode config = own.get(0).body().path("config");
        assertEquals(42, config.path("minute").asInt());
        assertEquals("consumer", config.path("limit_by").asText());
        assertEquals("exact", config.path("window_type").asText());
        assertEquals("shared", config.path("policy").asText());
        assertEquals(plans.all().size(), limits(service).size(), "also the plans that this version does not offer");

        plans.change(plan.id, new Plans.Terms("A plan", "", 9, 3_600, Plan.Approval.AUTO, "", 0));
        JsonNode after = store.find(Kind.PLUGINS, own.get(0).id().toString())
                .orElseThrow()
                .body()
                .path("config");
        assertEquals(9, after.path("hour").asInt());
        assertTrue(after.path("minute").isNull());

        plans.offer(version.id, java.util.Set.of());
        plans.delete(plan.id);
        assertTrue(store.find(Kind.CONSUMER_GROUPS, plan.slug).isEmpty());
        assertTrue(store.find(Kind.PLUGINS, own.get(0).id().toString()).isEmpty());
    }

    @Test
    void operators_cannot_break_what_is_derived_and_are_told_where_to_change_it() {
        ApiVersion version = story.publish(Story.unique("guarded"));
        Plan plan = story.plan(version, 5);
        story.serve(version, "http://x.example", null, "/" + Story.unique("g"));
        Stored service = store.find(Kind.SERVICES, version.api.slug + "-v1").orElseThrow();
        for (Stored plugin : store.pointingAt(Kind.PLUGINS, "service", service.id())) {
            ObjectNode off = plugin.body().deepCopy().put("enabled", false);
            assertEquals(
                    InvalidConfig.Reason.DERIVED,
                    refused(() -> store.put(Kind.PLUGINS, plugin.id(), off)).reason());
            InvalidConfig invalid = refused(() -> store.delete(Kind.PLUGINS, plugin.id()));
            assertEquals(plugin.advice(), invalid.getMessage());
        }
        Stored group = store.find(Kind.CONSUMER_GROUPS, plan.slug).orElseThrow();
        refused(() -> store.delete(Kind.CONSUMER_GROUPS, group.id()));
        refused(() -> store.put(Kind.CONSUMER_GROUPS, group.id(), json("{'name': '%s'}", Story.unique("other"))));
        refused(() ->
                store.put(Kind.SERVICES, service.id(), service.body().deepCopy().put("name", Story.unique("other"))));
        refused(() -> plugin("{'name': 'key-auth', 'tags': ['portal']}"));
        Stored own = store.put(Kind.CONSUMER_GROUPS, UUID.randomUUID(), json("{'name': '%s'}", Story.unique("mine")));
        refused(() -> store.put(
                Kind.CONSUMER_GROUPS,
                own.id(),
                own.body().deepCopy().set("tags", json("{'t': ['portal']}").get("t"))));
        Stored slower =
                store.put(Kind.SERVICES, service.id(), service.body().deepCopy().put("read_timeout", 1_000));
        story.serve(version, "http://y.example", null, "/" + Story.unique("g"));
        JsonNode after = store.find(Kind.SERVICES, slower.name()).orElseThrow().body();
        assertEquals("y.example", after.path("host").asText());
        assertEquals(1_000, after.path("read_timeout").asInt(), "what operators set beside the address stays");
    }

    @Test
    void an_operators_own_limit_for_a_group_outranks_the_plan_that_is_named_after_it() {
        ApiVersion version = story.publish(Story.unique("own"));
        story.serve(version, "http://x.example", null, "/" + Story.unique("o"));
        UUID service = store.find(Kind.SERVICES, version.api.slug + "-v1")
                .orElseThrow()
                .id();
        String slug = Story.unique("early");
        UUID group = store.put(Kind.CONSUMER_GROUPS, UUID.randomUUID(), json("{'name': '%s'}", slug))
                .id();
        Stored own = plugin(
                "{'name': 'rate-limiting', 'service': {'id': '%s'}, 'consumer_group': {'id': '%s'}, 'config': {'day': 1}}",
                service, group);
        Plan plan = plans.create(slug, new Plans.Terms("Early", "", 7, 60, Plan.Approval.AUTO, "", 0));
        List<UUID> ofGroup = store.pointingAt(Kind.PLUGINS, "consumer_group", group).stream()
                .filter(plugin ->
                        plugin.body().path("service").path("id").asText().equals(service.toString()))
                .map(Stored::id)
                .toList();
        assertEquals(List.of(own.id()), ofGroup);
        plans.delete(plan.id);
        store.delete(Kind.CONSUMER_GROUPS, group);
    }

    @Test
    void the_base_path_follows_when_an_operator_moves_the_route() {
        ApiVersion version = story.publish(Story.unique("moved"));
        String path = "/" + Story.unique("m");
        story.serve(version, "http://x.example", null, path);
        assertEquals(path, story.basePath(version));
        Stored route = store.list(Kind.ROUTES).stream()
                .filter(stored -> stored.body().path("paths").path(0).asText().equals(path))
                .findFirst()
                .orElseThrow();
        ObjectNode moved = route.body().deepCopy();
        moved.putArray("paths").add(path + "-moved");
        store.put(Kind.ROUTES, route.id(), moved);
        assertEquals(path + "-moved", story.basePath(version));
        assertEquals(
                path + "-moved",
                served.of(version.id).orElseThrow().routes().get(0).path());
    }
}
