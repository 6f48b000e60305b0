package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.gateway.config.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the console's tests find in the catalog and at the gateway; every name is new. */
@ApplicationScoped
@Transactional
class Offers {
    private final Publisher publisher;
    private final Plans plans;
    private final ServedVersions served;
    private final ConfigStore store;

    Offers(Publisher publisher, Plans plans, ServedVersions served, ConfigStore store) {
        this.publisher = publisher;
        this.plans = plans;
        this.served = served;
        this.store = store;
    }

    static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static byte[] spec() {
        return """
                openapi: 3.1.0
                info:
                  title: Weather API
                  version: 1.2.0
                servers:
                  - url: https://upstream.example.com/v2
                paths:
                  /forecasts/{place}:
                    get:
                      operationId: getForecast
                      summary: The forecast of a place
                      parameters:
                        - {name: place, in: path, required: true, schema: {type: string}}
                      responses:
                        '200': {description: The forecast}
                """.getBytes(StandardCharsets.UTF_8);
    }

    /** A plan of so many calls a minute. */
    String plan(long perMinute) {
        return plans.create(
                        unique("plan"), new Plans.Terms(unique("Plan"), "", perMinute, 60, Plan.Approval.AUTO, "", 0))
                .id
                .toString();
    }

    /** A draft that the gateway serves. */
    String version() {
        String slug = unique("api");
        ApiVersion version =
                publisher.create(new NewVersion(slug, slug, "", "", Api.Visibility.PUBLIC, "v1", spec(), "# A guide"));
        served.serve(
                version.id,
                new Serving(
                        "https://upstream.example.com",
                        Optional.empty(),
                        List.of(new Serving.RoutePath("/" + slug, List.of()))));
        return version.id.toString();
    }

    String apiName(String versionId) {
        return version(versionId).api.name;
    }

    String serviceName(String versionId) {
        return version(versionId).serviceName;
    }

    /** An operator's own limit for a plan's group on the version's route. */
    void limitOnRoute(String versionId, String planId, long perMinute) {
        UUID service =
                store.find(Kind.SERVICES, serviceName(versionId)).orElseThrow().id();
        UUID route = store.pointingAt(Kind.ROUTES, "service", service).get(0).id();
        Plan plan = plans.any(UUID.fromString(planId));
        ObjectNode plugin = JsonNodeFactory.instance.objectNode().put("name", "rate-limiting");
        plugin.putObject("route").put("id", route.toString());
        plugin.putObject("consumer_group").put("id", plan.slug);
        plugin.putObject("config").put("minute", perMinute);
        store.put(Kind.PLUGINS, UUID.randomUUID(), plugin);
    }

    private static ApiVersion version(String id) {
        return ApiVersion.<ApiVersion>find("from ApiVersion v join fetch v.api where v.id = ?1", UUID.fromString(id))
                .firstResult();
    }
}
