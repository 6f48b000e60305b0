package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Plan;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Groups know nothing of each other, and the gateway here serves the default one alone. */
abstract class RuntimeGroupsTests {
    @Inject
    RuntimeGroups groups;

    @Inject
    ConfigStores stores;

    @Inject
    ConfigStore store;

    @Inject
    LocalNode node;

    @Inject
    Story story;

    @Inject
    ServedVersions served;

    private RuntimeGroup group() {
        return groups.create(UUID.randomUUID(), terms(Story.unique("g")));
    }

    private static RuntimeGroups.Terms terms(String name) {
        return new RuntimeGroups.Terms(name, "", "", Map.of());
    }

    private static Stored put(ConfigStore store, Kind<?> kind, UUID id, String text, Object... values) {
        return store.put(kind, id, ConfigStoreTests.json(text, values));
    }

    private static void assertRefused(String message, Executable work) {
        Refused refused = assertThrows(Refused.class, work);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private int status(String path) {
        return given().port(node.port()).get(path).statusCode();
    }

    @Test
    void the_same_id_name_and_path_may_be_in_two_groups() {
        ConfigStore one = stores.of(group().id);
        ConfigStore two = stores.of(group().id);
        UUID id = UUID.randomUUID();
        for (ConfigStore each : List.of(one, two)) {
            put(each, Kind.SERVICES, id, "{'name': 'twin', 'host': 'x.example'}");
            put(each, Kind.ROUTES, UUID.randomUUID(), "{'name': 'r', 'paths': ['/r'], 'service': {'name': 'twin'}}");
            put(each, Kind.PLUGINS, UUID.randomUUID(), "{'name': 'key-auth', 'service': {'id': '%s'}}", id);
        }
        put(one, Kind.SERVICES, id, "{'name': 'twin', 'host': 'y.example'}");
        assertEquals(
                "x.example",
                two.find(Kind.SERVICES, "twin")
                        .orElseThrow()
                        .body()
                        .path("host")
                        .asText());
        assertTrue(
                one.delete(Kind.ROUTES, one.find(Kind.ROUTES, "r").orElseThrow().id()));
        assertTrue(one.delete(Kind.SERVICES, id));
        assertTrue(one.list(Kind.PLUGINS).isEmpty());
        assertEquals(1, two.list(Kind.PLUGINS).size());
        assertEquals(1, two.topology().routes().size());
    }

    @Test
    void a_reference_never_leaves_its_group() {
        Stored service = put(store, Kind.SERVICES, UUID.randomUUID(), "{'name': '%s', 'host': 'x'}", Story.unique("s"));
        Stored consumer = put(store, Kind.CONSUMERS, UUID.randomUUID(), "{'username': '%s'}", Story.unique("c"));
        ConfigStore other = stores.of(group().id);
        for (Executable work : List.<Executable>of(
                () -> put(
                        other,
                        Kind.ROUTES,
                        UUID.randomUUID(),
                        "{'paths': ['/x'], 'service': {'id': '%s'}}",
                        service.id()),
                () -> put(
                        other,
                        Kind.ROUTES,
                        UUID.randomUUID(),
                        "{'paths': ['/x'], 'service': {'name': '%s'}}",
                        service.name()),
                () -> put(
                        other,
                        Kind.ACLS,
                        UUID.randomUUID(),
                        "{'group': 'g', 'consumer': {'id': '%s'}}",
                        consumer.id())))
            assertEquals(
                    InvalidConfig.Reason.MISSING_REFERENCE,
                    assertThrows(InvalidConfig.class, work).reason());
    }

    @Test
    void what_changes_in_another_group_does_not_touch_this_gateway() {
        ConfigStore other = stores.of(group().id);
        String path = "/" + Story.unique("p");
        put(other, Kind.ROUTES, UUID.randomUUID(), "{'paths': ['%s']}", path);
        Stored consumer = put(other, Kind.CONSUMERS, UUID.randomUUID(), "{'username': 'u'}");
        put(other, Kind.KEYAUTH_CREDENTIALS, UUID.randomUUID(), "{'key': 'k-%s', 'consumer': {'username': 'u'}}", path);
        put(store, Kind.ROUTES, UUID.randomUUID(), "{'paths': ['%s-here']}", path);
        Stored guarded = put(store, Kind.ROUTES, UUID.randomUUID(), "{'paths': ['%s-guarded']}", path);
        put(store, Kind.PLUGINS, UUID.randomUUID(), "{'name': 'key-auth', 'route': {'id': '%s'}}", guarded.id());
        assertEquals(404, status(path));
        assertEquals(503, status(path + "-here"), "a route without a service");
        assertEquals(
                401,
                given().port(node.port())
                        .header("apikey", "k-" + path)
                        .get(path + "-guarded")
                        .statusCode());
        assertEquals(1, other.list(Kind.CONSUMERS).size());
        assertTrue(store.find(Kind.CONSUMERS, consumer.id().toString()).isEmpty());
    }

    @Test
    void a_version_is_served_in_the_group_of_its_implementation() {
        RuntimeGroup group = group();
        ApiVersion version = story.publish(Story.unique("elsewhere"));
        QuarkusTransaction.requiringNew()
                .run(() -> ApiVersion.update("runtimeGroupId = ?1 where id = ?2", group.id, version.id));
        Plan plan = story.plan(version, 5);
        String path = "/" + Story.unique("e");
        story.serve(version, "http://x.example/v1", null, path);
        ConfigStore other = stores.of(group.id);
        Stored service = other.find(Kind.SERVICES, version.api.slug + "-v1").orElseThrow();
        assertTrue(store.find(Kind.SERVICES, service.name()).isEmpty());
        assertTrue(other.find(Kind.CONSUMER_GROUPS, plan.slug).isPresent());
        assertTrue(other.pointingAt(Kind.PLUGINS, "service", service.id()).stream()
                .anyMatch(plugin -> plugin.body().path("name").asText().equals("rate-limiting")));
        assertEquals(404, status(path));
        assertEquals(path, story.basePath(version));
        assertEquals(path, served.of(version.id).orElseThrow().routes().get(0).path());
        assertRefused("API versions run in this group", () -> groups.delete(group.id, true));
        assertEquals(
                InvalidConfig.Reason.DERIVED,
                assertThrows(InvalidConfig.class, () -> other.delete(Kind.SERVICES, service.id()))
                        .reason());
    }

    @Test
    void registrations_count_for_the_service_of_that_name_in_a_copied_group() {
        RuntimeGroup group = group();
        ApiVersion version = story.publish(Story.unique("copied"));
        QuarkusTransaction.requiringNew()
                .run(() -> ApiVersion.update("runtimeGroupId = ?1 where id = ?2", group.id, version.id));
        Plan plan = story.plan(version, 5);
        String path = "/" + Story.unique("c");
        story.serve(version, "http://x.example", null, path);
        Application application = story.application(story.developer());
        story.register(application, version, plan);
        String key = story.mint(application).secret();
        ConfigStore original = stores.of(group.id);
        ObjectNode service = original.list(Kind.SERVICES).get(0).body().deepCopy();
        service.remove(List.of("id", "tags"));
        Stored copy = store.put(
                Kind.SERVICES,
                UUID.randomUUID(),
                service.put("host", "127.0.0.1").put("port", 1));
        put(store, Kind.ROUTES, UUID.randomUUID(), "{'paths': ['%s'], 'service': {'id': '%s'}}", path, copy.id());
        for (String plugin : List.of("key-auth", "application-registration"))
            put(store, Kind.PLUGINS, UUID.randomUUID(), "{'name': '%s', 'service': {'id': '%s'}}", plugin, copy.id());
        assertEquals(401, status(path));
        assertEquals(
                502,
                given().port(node.port()).header("apikey", key).get(path).statusCode(),
                "let in, and nobody there");
    }

    @Test
    void a_name_is_new_readable_and_no_path_of_the_admin_api() {
        RuntimeGroup group = group();
        assertRefused("already", () -> groups.create(UUID.randomUUID(), terms(group.name)));
        for (String bad :
                List.of("", " ", "a b", "ü", "-x", "a/b", UUID.randomUUID().toString(), "x".repeat(61)))
            assertThrows(Refused.class, () -> groups.create(UUID.randomUUID(), terms(bad)), bad);
        for (String taken : List.of("services", "key-auths", "workspaces", "status"))
            assertRefused("path of the Admin API", () -> groups.create(UUID.randomUUID(), terms(taken)));
    }

    @Test
    void groups_are_changed_and_written_down_and_the_default_one_stays() {
        RuntimeGroup group = group();
        String renamed = Story.unique("renamed");
        groups.change(group.id, new RuntimeGroups.Terms(renamed, "eu-central", "", Map.of("tier", "gold")));
        RuntimeGroup read = groups.find(renamed).orElseThrow();
        assertEquals(Map.of("tier", "gold"), read.labels);
        assertEquals("eu-central", read.region);
        assertTrue(groups.find(group.name).isEmpty());
        assertEquals(2, AuditEntry.count("targetId", group.id.toString()));
        assertRefused("keeps its name", () -> groups.change(RuntimeGroup.DEFAULT, terms("other")));
        assertRefused("stays", () -> groups.delete(RuntimeGroup.DEFAULT, true));
        groups.change(RuntimeGroup.DEFAULT, new RuntimeGroups.Terms("default", "home", "", Map.of()));
        groups.change(RuntimeGroup.DEFAULT, terms("default"));
    }

    @Test
    void a_group_goes_with_what_is_in_it_only_when_that_is_said() {
        RuntimeGroup group = group();
        ConfigStore other = stores.of(group.id);
        Stored service = put(other, Kind.SERVICES, UUID.randomUUID(), "{'name': 's', 'host': 'x'}");
        put(other, Kind.ROUTES, UUID.randomUUID(), "{'paths': ['/x'], 'service': {'id': '%s'}}", service.id());
        AuditEntry entry =
                AuditEntry.<AuditEntry>find("targetId", service.id().toString()).firstResult();
        assertTrue(entry.detail.contains("\"runtime_group\":\"" + group.name + "\""), entry.detail);
        assertRefused("holds 2 entities", () -> groups.delete(group.id, false));
        groups.delete(group.id, true);
        assertTrue(groups.find(group.name).isEmpty());
        assertTrue(other.list(Kind.ROUTES).isEmpty());
        assertThrows(
                io.gatehouse.web.NotFound.class,
                () -> put(other, Kind.SERVICES, UUID.randomUUID(), "{'name': 's', 'host': 'x'}"));
        assertNotEquals(group.id, groups.create(UUID.randomUUID(), terms(group.name)).id);
    }
}
