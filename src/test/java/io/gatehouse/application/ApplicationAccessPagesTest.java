package io.gatehouse.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApplicationAccessPagesTest {
    @Inject
    Consumers consumers;

    @Inject
    RegistrationDecisions decisions;

    private TestOffer offer;
    private TestBrowser ann;
    private String app;
    private String registration;

    @BeforeEach
    void begin() {
        offer = TestOffer.fresh();
        ann = TestPeople.developer();
        ann.post(offer.path() + "/register", Map.of("application", "new", "name", "Board", "plan", offer.free()));
        app = ann.page("/apps").select("tbody a").attr("href").replace("/apps/", "");
        registration = access().select("form[action$=/plan]").attr("action").replaceAll(".*/access/|/plan$", "");
    }

    @Test
    void a_plan_that_needs_nobody_is_in_force_at_once() {
        assertEquals(303, choose(offer.gold()).statusCode());
        assertTrue(access().text().contains("The plan is in force."));
        assertEquals(planSlug("gold"), plan());
    }

    @Test
    void the_present_plan_goes_on_while_an_operator_looks_at_another() {
        assertEquals(303, choose(offer.partner()).statusCode());
        Document page = access();
        assertTrue(page.text().contains("Partner asked for"), page.text());
        assertTrue(page.text().contains("Active"));
        assertEquals(planSlug("free"), plan());

        decisions.decline(UUID.fromString(registration), "Only for partners.", "Olga");
        page = access();
        assertTrue(page.text().contains("Partner was declined: Only for partners."));
        assertTrue(page.text().contains("Active"));
        assertEquals(planSlug("free"), plan());

        choose(offer.partner());
        decisions.approve(UUID.fromString(registration), "Olga");
        assertEquals(planSlug("partner"), plan());
    }

    @Test
    void choosing_the_present_plan_takes_the_wish_back() {
        choose(offer.partner());
        choose(offer.free());
        assertEquals(0, access().select(".badge-warning").size());
        assertEquals(planSlug("free"), plan());
    }

    @Test
    void whoever_leaves_opens_nothing_any_more() {
        assertEquals(
                303,
                ann.post("/apps/" + app + "/access/" + registration + "/leave").statusCode());
        assertTrue(access().text().contains("Registered for nothing yet"));
        assertEquals(
                404,
                ann.post("/apps/" + app + "/access/" + registration + "/leave").statusCode());
        assertTrue(
                consumers.of(UUID.fromString(app)).orElseThrow().planByVersion().isEmpty());
    }

    @Test
    void a_suspended_registration_stays_as_it_is() {
        decisions.suspend(UUID.fromString(registration), "Too eager.", "Olga");
        Document page = access();
        assertTrue(page.text().contains("Suspended"));
        assertTrue(page.text().contains("Too eager."));
        assertEquals(0, page.select("tbody form").size());
        assertEquals(422, choose(offer.gold()).statusCode());
        assertEquals(
                422,
                ann.post("/apps/" + app + "/access/" + registration + "/leave").statusCode());
    }

    @Test
    void what_is_not_offered_or_not_there_is_refused() {
        TestOffer other = TestOffer.fresh();
        Response answer = choose(other.gold());
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Choose one of the plans"));
        assertEquals(
                422,
                ann.post(planPath(registration), Map.of("plan", "nonsense")).statusCode());
        assertEquals(
                404,
                ann.post(planPath(UUID.randomUUID().toString()), Map.of("plan", offer.gold()))
                        .statusCode());
        TestBrowser eve = TestPeople.developer("Eve");
        assertEquals(
                404,
                eve.post(planPath(registration), Map.of("plan", offer.gold())).statusCode());
    }

    private Document access() {
        return ann.page("/apps/" + app + "/access");
    }

    private Response choose(UUID plan) {
        return ann.post(planPath(registration), Map.of("plan", plan));
    }

    private String planPath(String id) {
        return "/apps/" + app + "/access/" + id + "/plan";
    }

    private String plan() {
        return consumers.of(UUID.fromString(app)).orElseThrow().planByVersion().get(offer.versionId());
    }

    private String planSlug(String kind) {
        return kind + "-" + offer.path().replaceAll("\\D+", " ").strip().split(" ")[0];
    }
}
