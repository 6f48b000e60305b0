package io.gatehouse.admin;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An API version on a plan, published and served as the console does it. */
@ApplicationScoped
@Transactional
class Offers {
    private static final String SPEC =
            "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {}}";

    private final Publisher publisher;
    private final Plans plans;
    private final ServedVersions served;

    Offers(Publisher publisher, Plans plans, ServedVersions served) {
        this.publisher = publisher;
        this.plans = plans;
        this.served = served;
    }

    /** Names of the gateway service and the consumer group. */
    record Offer(String service, String plan) {}

    Offer offer() {
        String name = AdminApi.unique("offer");
        ApiVersion version = publisher.create(new NewVersion(
                name, name, "", "", Api.Visibility.PUBLIC, "v1", SPEC.getBytes(StandardCharsets.UTF_8), ""));
        publisher.publish(version.id);
        Plan plan = plans.create(name, new Plans.Terms("A plan", "", 5, 60, Plan.Approval.AUTO, "", 0));
        plans.offer(version.id, Set.of(plan.id));
        served.serve(
                version.id,
                new Serving(
                        "http://x.example/v1",
                        Optional.of("Bearer upstream"),
                        List.of(new Serving.RoutePath("/" + name, List.of()))));
        return new Offer(version.api.slug + "-v1", plan.slug);
    }
}
