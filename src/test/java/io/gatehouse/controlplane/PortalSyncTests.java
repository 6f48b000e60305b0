package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.controlplane.sync.DumpOptions;
import io.gatehouse.controlplane.sync.Dumps;
import io.gatehouse.controlplane.sync.SyncOutcome;
import io.gatehouse.controlplane.sync.SyncRequest;
import io.gatehouse.controlplane.sync.Syncs;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Applications of the portal in a file: elsewhere they are consumers whose keys open, here they are known already. */
abstract class PortalSyncTests {
    @Inject
    Story story;

    @Inject
    LocalNode node;

    @Inject
    Dumps dumps;

    @Inject
    Syncs syncs;

    @Inject
    RuntimeGroups groups;

    private String dump(boolean withPortal) {
        DumpOptions options = new DumpOptions(List.of(), withPortal, false, false);
        return new String(
                dumps.dump(RuntimeGroup.DEFAULT, options, Dumps.Format.JSON).content(), StandardCharsets.UTF_8);
    }

    private SyncOutcome sync(String group, String file) {
        RuntimeGroup found = groups.find(group).orElseThrow();
        return syncs.sync(found, new SyncRequest(file, false, false, List.of(), OptionalLong.empty()));
    }

    @Test
    void a_key_of_the_portal_opens_where_its_application_was_brought_to() throws IOException {
        Upstream upstream = new Upstream();
        try {
            String path = "/" + Story.unique("shared");
            ApiVersion version = story.publish(path.substring(1));
            Plan plan = story.plan(version, 3);
            story.serve(version, upstream.url(), null, path);
            Application application = story.application(story.developer());
            story.register(application, version, plan);
            Credentials.NewKey key = story.mint(application);
            assertFalse(dump(false).contains("app-" + application.id), "only when it is asked for");
            ObjectNode file = only("app-" + application.id);
            String text = file.toString();
            assertFalse(text.contains(key.secret()));

            SyncOutcome here = sync("default", text);
            assertEquals(List.of(), here.created());
            assertEquals("app-" + application.id, here.kept().get(0).name());
            assertTrue(here.kept().get(0).why().startsWith("This is an application of the portal here"));

            story.revoke(application, key.id());
            assertEquals(401, status(path, key.secret()));
            // As another installation gets it, which knows nothing of this application.
            String stranger = "app-" + UUID.randomUUID();
            String brought = text.replace("app-" + application.id, stranger);
            SyncOutcome there = sync("default", brought);
            assertEquals(
                    List.of("consumers", "keyauth_credentials"),
                    there.created().stream()
                            .map(entry -> entry.kind().wireName())
                            .toList());
            assertEquals(200, status(path, key.secret()));
            given().port(node.port())
                    .header("apikey", key.secret())
                    .get(path)
                    .then()
                    .header("X-RateLimit-Limit-Minute", "3");
            assertEquals(List.of(), sync("default", brought).changed());
            assertTrue(dump(false).contains(stranger), "it is an ordinary consumer there");
        } finally {
            upstream.close();
        }
    }

    /** A file with one consumer of the dump. */
    private ObjectNode only(String username) throws IOException {
        ObjectNode file = ConfigJson.MAPPER.createObjectNode().put("_format_version", "3.0");
        for (var consumer : ConfigJson.MAPPER.readTree(dump(true)).path("consumers"))
            if (consumer.path("username").asText().equals(username))
                file.putArray("consumers").add(consumer);
        return file;
    }

    private int status(String path, String key) {
        return given().port(node.port()).header("apikey", key).get(path).statusCode();
    }

    @Test
    void a_group_that_gets_all_of_it_needs_no_applications_of_this_portal() {
        String path = "/" + Story.unique("shared");
        ApiVersion version = story.publish(path.substring(1));
        Plan plan = story.plan(version, 3);
        story.serve(version, "http://127.0.0.1:9", "Bearer secret", path);
        Application application = story.application(story.developer());
        story.register(application, version, plan);
        String eu = Story.unique("eu");
        UUID id = groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(eu, "", "", Map.of())).id;
        DumpOptions options = new DumpOptions(List.of("portal"), true, false, true);
        String file = new String(
                dumps.dump(RuntimeGroup.DEFAULT, options, Dumps.Format.YAML).content(), StandardCharsets.UTF_8);
        SyncOutcome outcome = sync(eu, file);
        assertTrue(outcome.kept().stream().anyMatch(entry -> entry.name().equals("app-" + application.id)));
        assertTrue(outcome.created().stream()
                .noneMatch(
                        entry -> entry.kind() == Kind.CONSUMERS && entry.name().startsWith("app-")));
        assertTrue(outcome.created().stream().anyMatch(entry -> entry.name().equals(plan.slug)));
        assertTrue(outcome.created().stream().anyMatch(entry -> entry.name().equals("upstream-authorization")));
        groups.delete(id, true);
    }
}
