package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.analytics.Counts;
import io.gatehouse.analytics.UsageInbox;
import io.gatehouse.analytics.UsageReport;
import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.application.Registration;
import io.gatehouse.application.RegistrationDecisions;
import io.gatehouse.application.Registrations;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.Accounts;
import io.gatehouse.identity.Developer;
import io.gatehouse.web.Refused;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the office decides is in force at the gateway's own port when the deciding call returns: no test here ever waits. */
abstract class EnforcementTests {
    @Inject
    Story story;

    @Inject
    LocalNode node;

    @Inject
    ConfigStore store;

    @Inject
    ServedVersions served;

    @Inject
    Accounts accounts;

    @Inject
    Applications applications;

    @Inject
    Registrations registrations;

    @Inject
    RegistrationDecisions decisions;

    @Inject
    Plans plans;

    @Inject
    Publisher publisher;

    @Inject
    Credentials credentials;

    @Inject
    UsageInbox inbox;

    @Inject
    UsageReport report;

    private final Upstream upstream = new Upstream();
    private String path;
    private ApiVersion version;
    private Plan plan;
    private Developer owner;
    private Application application;
    private Credentials.NewKey key;

    @BeforeEach
    void anApplicationOnAPlan() {
        path = "/" + Story.unique("weather");
        version = story.publish(path.substring(1));
        plan = story.plan(version, 3);
        story.serve(version, upstream.url(), "Bearer upstream-secret", path);
        owner = story.developer();
        application = story.application(owner);
        story.register(application, version, plan);
        key = story.mint(application);
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    private ValidatableResponse call() {
        return call(key.secret());
    }

    private ValidatableResponse call(String secret) {
        return given().port(node.port())
                .header("apikey", secret)
                .get(path + "/forecasts?days=3")
                .then();
    }

    @Test
    void a_key_opens_what_its_application_is_registered_for() {
        call().statusCode(200)
                .body(equalTo("GET /base/forecasts?days=3 Bearer upstream-secret"))
                .header("X-RateLimit-Limit-Minute", "3");
        given().port(node.port())
                .header("Authorization", "Bearer " + key.secret())
                .get(path + "/forecasts")
                .then()
                .statusCode(200);
    }

    @Test
    void without_a_key_nothing_opens() {
        given().port(node.port()).get(path + "/forecasts").then().statusCode(401);
        call("gh_live_made-up").statusCode(401);
    }

    @Test
    void a_revoked_key_is_refused_at_once() {
        call().statusCode(200);
        story.revoke(application, key.id());
        call().statusCode(401);
    }

    @Test
    void a_second_key_goes_on_when_the_first_is_revoked() {
        Credentials.NewKey second = story.mint(application);
        story.revoke(application, key.id());
        call(second.secret()).statusCode(200);
    }

    @Test
    void an_application_that_is_not_registered_is_told_so() {
        Credentials.NewKey stranger = story.mint(story.application(owner));
        call(stranger.secret()).statusCode(403);
    }

    @Test
    void the_plan_limits_and_a_bigger_plan_lets_pass_again() {
        for (int i = 0; i < 3; i++) call().statusCode(200);
        call().statusCode(429).header("X-RateLimit-Remaining-Minute", "0");
        Plan gold = story.plan(version, 600);
        Registration registration = registrations.of(application.id).get(0);
        decisions.move(registration.id, gold.id, "Olga");
        call().statusCode(200).header("X-RateLimit-Limit-Minute", "600");
    }

    @Test
    void moving_to_another_plan_never_changes_the_topology() {
        Plan gold = story.plan(version, 600);
        String before = store.topology().toString();
        Registration registration = registrations.of(application.id).get(0);
        decisions.move(registration.id, gold.id, "Olga");
        assertEquals(before, store.topology().toString());
    }

    @Test
    void a_changed_limit_counts_at_once() {
        plans.change(plan.id, new Plans.Terms("A plan", "", 7, 60, Plan.Approval.AUTO, "", 0));
        call().statusCode(200).header("X-RateLimit-Limit-Minute", "7");
    }

    @Test
    void a_suspended_application_is_refused_until_it_is_reinstated() {
        applications.suspend(application.id, "");
        call().statusCode(401);
        applications.reinstate(application.id, "");
        call().statusCode(200);
    }

    @Test
    void a_suspended_developer_takes_all_keys_along() {
        accounts.suspend(owner.id, "Unpaid.");
        call().statusCode(401);
        accounts.reinstate(owner.id, "");
        call().statusCode(200);
    }

    @Test
    void a_deleted_application_is_refused() {
        applications.delete(owner.id, application.id);
        call().statusCode(401);
    }

    @Test
    void a_registration_that_is_suspended_closes_this_api_only() {
        decisions.suspend(registrations.of(application.id).get(0).id, "Too many errors.", "Olga");
        call().statusCode(403);
    }

    @Test
    void a_retired_version_answers_no_more() {
        publisher.deprecate(version.id, null);
        publisher.retire(version.id);
        call().statusCode(404);
    }

    @Test
    void a_version_that_is_served_after_the_registration_opens_too() {
        ApiVersion late = story.publish(Story.unique("late"));
        Plan free = story.plan(late, 5);
        story.register(application, late, free);
        story.serve(late, upstream.url(), null, path + "-late");
        given().port(node.port())
                .header("apikey", key.secret())
                .get(path + "-late/x")
                .then()
                .statusCode(200)
                .body(equalTo("GET /base/x null"))
                .header("X-RateLimit-Limit-Minute", "5");
    }

    @Test
    void serving_again_moves_the_routes_and_keeps_the_hidden_credential() {
        Serving now = served.of(version.id).orElseThrow();
        assertEquals(Optional.of(Masking.HIDDEN), now.upstreamAuthorization());
        assertEquals(upstream.url(), now.upstreamUrl());
        UUID route = store.list(Kind.ROUTES).stream()
                .filter(stored -> stored.body().path("paths").path(0).asText().equals(path))
                .findFirst()
                .orElseThrow()
                .id();
        served.serve(
                version.id,
                new Serving(
                        now.upstreamUrl(),
                        now.upstreamAuthorization(),
                        List.of(now.routes().get(0), new Serving.RoutePath(path + "/second", List.of("POST")))));
        call().statusCode(200).body(equalTo("GET /base/forecasts?days=3 Bearer upstream-secret"));
        assertTrue(store.find(Kind.ROUTES, route.toString()).isPresent(), "a route that stays keeps its id");
        given().port(node.port())
                .header("apikey", key.secret())
                .post(path + "/second/x")
                .then()
                .statusCode(200)
                .body(equalTo("POST /base/x Bearer upstream-secret"));
    }

    @Test
    void a_path_that_is_in_use_is_refused_and_nothing_changes() {
        ApiVersion other = story.publish(Story.unique("other"));
        Refused refused = assertThrows(Refused.class, () -> story.serve(other, upstream.url(), null, path));
        assertEquals(Optional.of("routes"), refused.field());
        assertTrue(served.of(other.id).isEmpty());
        Refused url = assertThrows(Refused.class, () -> story.serve(other, "not a url", null, "/" + Story.unique("x")));
        assertEquals(Optional.of("upstreamUrl"), url.field());
    }

    @Test
    void calls_are_counted_for_their_application_and_their_key_was_used() {
        Instant begun = Instant.now().minusMillis(1_000);
        for (int i = 0; i < 4; i++) call();
        inbox.flush();
        Counts counts = report.ofApplication(application.id, 1).total();
        assertEquals(3, counts.ok());
        assertEquals(1, counts.limited());
        assertEquals(
                version.api.slug + "-v1",
                report.servicesOf(application.id, 1).get(0).serviceName());
        assertEquals(
                "rate-limiting",
                report.recentCallsOfApplication(application.id).get(0).refusal());
        assertTrue(credentials.of(application.id).get(0).lastUsedAt.isAfter(begun));
    }

    @Test
    void the_upstreams_credential_is_in_no_audit_entry() {
        assertFalse(AuditEntry.<AuditEntry>listAll().stream()
                .anyMatch(entry -> entry.detail.contains("upstream-secret") || entry.detail.contains(key.secret())));
    }
}
