package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.application.Application;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many people at once: nothing is lost, nothing comes back, nobody waits for ever. */
abstract class ConcurrencyTests {
    private static final int PEOPLE = 40;

    @Inject
    Story story;

    @Inject
    LocalNode node;

    @Inject
    ConfigStore store;

    private final Upstream upstream = new Upstream();
    private final ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    private String path;
    private final List<Application> applications = new ArrayList<>();

    @BeforeEach
    void anApi() {
        path = "/" + Story.unique("busy");
        ApiVersion version = story.publish(path.substring(1));
        Plan plan = story.plan(version, 100_000);
        story.serve(version, upstream.url(), null, path);
        for (int i = 0; i < 4; i++) {
            Application application = story.application(story.developer());
            story.register(application, version, plan);
            applications.add(application);
        }
    }

    @AfterEach
    void close() {
        people.shutdownNow();
        upstream.close();
    }

    private <T> List<T> all(int times, Callable<T> work) throws Exception {
        List<Callable<T>> works = new ArrayList<>();
        for (int i = 0; i < times; i++) works.add(work);
        List<T> results = new ArrayList<>();
        for (Future<T> result : people.invokeAll(works, 60, TimeUnit.SECONDS)) results.add(result.get());
        return results;
    }

    private int status(String key) {
        return given().port(node.port()).header("apikey", key).get(path).statusCode();
    }

    @Test
    void keys_that_are_minted_and_revoked_at_the_same_time_end_as_they_were_decided() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<String> revoked = all(PEOPLE * 2, () -> {
            Application application = applications.get(turn.getAndIncrement() % applications.size());
            Credentials.NewKey key = story.mint(application);
            assertEquals(200, status(key.secret()), "a key that was just minted");
            story.revoke(application, key.id());
            assertEquals(401, status(key.secret()), "a key that was just revoked");
            return key.secret();
        });
        for (String key : revoked) assertEquals(401, status(key));
    }

    @Test
    void changes_of_the_topology_at_the_same_time_are_all_kept() throws Exception {
        List<String> names = all(PEOPLE, () -> {
            String name = Story.unique("route");
            store.put(
                    Kind.ROUTES,
                    UUID.randomUUID(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("name", name)
                            .set("paths", JsonNodeFactory.instance.arrayNode().add("/" + name)));
            assertEquals(503, given().port(node.port()).get("/" + name).statusCode(), "a route without a service");
            return name;
        });
        for (String name : names)
            assertEquals(503, given().port(node.port()).get("/" + name).statusCode());
    }
}
