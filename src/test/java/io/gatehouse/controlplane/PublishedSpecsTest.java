package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.web.Refused;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plugins without a spec of their own use the one that is published, in the state that it is in. */
@QuarkusTest
class PublishedSpecsTest {
    private static final String SPEC = """
            openapi: 3.0.3
            info: {title: Weather, version: 1.0.0}
            paths:
              /forecasts:
                get:
                  parameters:
                    - {in: query, name: days, schema: {type: integer, maximum: 7}}
                  responses:
                    '200':
                      description: OK
                      content:
                        application/json:
                          example: {days: NUMBER}
            """;

    @Inject
    Story story;

    @Inject
    LocalNode node;

    @Inject
    ConfigStore store;

    @Inject
    Publisher publisher;

    private final Upstream upstream = new Upstream();
    private final UUID pluginId = UUID.randomUUID();
    private String path;
    private ApiVersion version;
    private String key;

    @BeforeEach
    void aServedVersion() {
        path = "/" + Story.unique("weather");
        version = story.publish(path.substring(1));
        publisher.updateSpec(version.id, spec(1));
        Plan plan = story.plan(version, 1_000);
        story.serve(version, upstream.url(), null, path);
        Application application = story.application(story.developer());
        story.register(application, version, plan);
        key = story.mint(application).secret();
    }

    @AfterEach
    void close() {
        store.delete(Kind.PLUGINS, pluginId);
        upstream.close();
    }

    @Test
    void a_mock_answers_from_the_published_spec_and_from_the_next_one() {
        plugin("mocking");
        get("/forecasts").statusCode(200).body("days", equalTo(1));
        publisher.updateSpec(version.id, spec(2));
        get("/forecasts").statusCode(200).body("days", equalTo(2));
        get("/nothing").statusCode(404);
    }

    @Test
    void requests_are_held_against_the_published_spec() {
        plugin("request-validator");
        get("/forecasts?days=7").statusCode(200);
        get("/forecasts?days=8").statusCode(400);
        get("/nothing").statusCode(404);
        publisher.updateSpec(
                version.id,
                new String(spec(1), StandardCharsets.UTF_8)
                        .replace("maximum: 7", "maximum: 8")
                        .getBytes(StandardCharsets.UTF_8));
        get("/forecasts?days=8").statusCode(200);
    }

    @Test
    void a_plugin_of_a_route_takes_the_spec_of_its_service() {
        UUID route = store.pointingAt(Kind.ROUTES, "service", service()).get(0).id();
        ObjectNode plugin = JsonNodeFactory.instance.objectNode().put("name", "mocking");
        plugin.putObject("route").put("id", route.toString());
        store.put(Kind.PLUGINS, pluginId, plugin);
        get("/forecasts").statusCode(200).body("days", equalTo(1));
    }

    @Test
    void the_spec_is_not_stored_with_the_plugin() {
        plugin("mocking");
        ObjectNode stored =
                store.find(Kind.PLUGINS, pluginId.toString()).orElseThrow().body();
        assertTrue(stored.path("config").path("api_specification").isNull(), stored::toString);
    }

    @Test
    void a_spec_that_the_plugin_cannot_use_is_refused_where_it_is_replaced() {
        plugin("request-validator");
        byte[] broken = new String(spec(1), StandardCharsets.UTF_8)
                .replace("maximum: 7", "pattern: '('")
                .getBytes(StandardCharsets.UTF_8);
        Refused refused = assertThrows(Refused.class, () -> publisher.updateSpec(version.id, broken));
        assertEquals("source", refused.field().orElseThrow());
        assertTrue(refused.getMessage().contains("“request-validator”"), refused::getMessage);
        get("/forecasts?days=7").statusCode(200);
        get("/forecasts?days=8").statusCode(400);
    }

    @Test
    void a_service_of_no_version_has_no_spec_to_take() {
        UUID lonely = UUID.randomUUID();
        store.put(
                Kind.SERVICES,
                lonely,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", Story.unique("lonely"))
                        .put("url", upstream.url()));
        ObjectNode plugin = JsonNodeFactory.instance.objectNode().put("name", "mocking");
        plugin.putObject("service").put("id", lonely.toString());
        InvalidConfig invalid =
                assertThrows(InvalidConfig.class, () -> store.put(Kind.PLUGINS, UUID.randomUUID(), plugin));
        assertTrue(invalid.problems().get(0).message().startsWith("api_specification must be set"), invalid::toString);
        store.delete(Kind.SERVICES, lonely);
    }

    private static byte[] spec(int number) {
        return SPEC.replace("NUMBER", Integer.toString(number)).getBytes(StandardCharsets.UTF_8);
    }

    private UUID service() {
        String name = ApiVersion.<ApiVersion>findById(version.id).serviceName;
        return store.find(Kind.SERVICES, name).orElseThrow().id();
    }

    private void plugin(String name) {
        ObjectNode plugin = JsonNodeFactory.instance.objectNode().put("name", name);
        plugin.putObject("service").put("id", service().toString());
        store.put(Kind.PLUGINS, pluginId, plugin);
    }

    private ValidatableResponse get(String rest) {
        return given().port(node.port())
                .header("apikey", key)
                .urlEncodingEnabled(false)
                .get(path + rest)
                .then();
    }
}
