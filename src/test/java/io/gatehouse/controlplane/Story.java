package io.gatehouse.controlplane;

import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.application.Registration;
import io.gatehouse.application.Registrations;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.Serving.RoutePath;
import io.gatehouse.identity.Accounts;
import io.gatehouse.identity.Developer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The office's side of the story, each step in a transaction of its own as a page would make it. Every name is new. */
@ApplicationScoped
@Transactional
public class Story {
    private static final String SPEC = """
            openapi: 3.0.3
            info: {title: Weather, version: 1.0.0}
            paths:
              /forecasts:
                get:
                  responses:
                    '200': {description: OK}
            """;

    private final Publisher publisher;
    private final ServedVersions served;
    private final Plans plans;
    private final Accounts accounts;
    private final Applications applications;
    private final Registrations registrations;
    private final Credentials credentials;

    Story(
            Publisher publisher,
            ServedVersions served,
            Plans plans,
            Accounts accounts,
            Applications applications,
            Registrations registrations,
            Credentials credentials) {
        this.publisher = publisher;
        this.served = served;
        this.plans = plans;
        this.accounts = accounts;
        this.applications = applications;
        this.registrations = registrations;
        this.credentials = credentials;
    }

    public static String unique(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public ApiVersion publish(String slug) {
        ApiVersion version = publisher.create(new NewVersion(
                slug, slug, "", "", Api.Visibility.PUBLIC, "v1", SPEC.getBytes(StandardCharsets.UTF_8), ""));
        publisher.publish(version.id);
        return version;
    }

    public Plan plan(ApiVersion version, long perMinute) {
        Plan plan =
                plans.create(unique("plan"), new Plans.Terms("A plan", "", perMinute, 60, Plan.Approval.AUTO, "", 0));
        plans.offer(version.id, Set.of(plan.id));
        return plan;
    }

    public void serve(ApiVersion version, String upstream, String authorization, String... paths) {
        List<RoutePath> routes = List.of(paths).stream()
                .map(path -> new RoutePath(path, List.of()))
                .toList();
        served.serve(version.id, new Serving(upstream, Optional.ofNullable(authorization), routes));
    }

    String basePath(ApiVersion version) {
        return ApiVersion.<ApiVersion>findById(version.id).basePath;
    }

    public Developer developer() {
        return accounts.createApproved(unique("ann") + "@example.com", "Ann", "a long enough password");
    }

    public Application application(Developer owner) {
        return applications.create(owner.id, unique("app"), "");
    }

    public Registration register(Application application, ApiVersion version, Plan plan) {
        return registrations.request(applications.any(application.id), version, plan.id);
    }

    public Credentials.NewKey mint(Application application) {
        return credentials.mint(applications.any(application.id), unique("key"), null);
    }

    void revoke(Application application, UUID keyId) {
        credentials.revoke(applications.any(application.id), keyId);
    }
}
