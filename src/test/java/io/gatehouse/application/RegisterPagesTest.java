package io.gatehouse.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.Publisher;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RegisterPagesTest {
    @Inject
    Publisher publisher;

    private TestOffer offer;
    private TestBrowser ann;

    @BeforeEach
    void begin() {
        offer = TestOffer.fresh();
        ann = TestPeople.developer();
    }

    @Test
    void a_visitor_is_sent_to_sign_in_and_back_here() {
        Response answer = TestPeople.visitor().get(offer.path() + "/register");
        assertEquals(303, answer.statusCode());
        assertTrue(answer.header("Location").contains("/sign-in?next=%2Fapis%2F"), answer.header("Location"));
    }

    @Test
    void the_page_offers_each_plan_and_chooses_the_first() {
        Document page = ann.page(offer.path() + "/register");
        assertEquals(3, page.select("input[name=plan]").size());
        assertEquals(
                offer.free().toString(),
                page.select("input[name=plan][checked]").val());
        assertTrue(page.text().contains("10 calls a minute"));
        assertTrue(page.text().contains("An operator looks at it first."));
        assertEquals("new", page.select("input[name=application]").val());
    }

    @Test
    void one_submit_makes_the_app_its_registration_and_its_first_key() {
        Response answer = register(Map.of("application", "new", "name", "Weather board", "plan", offer.free()));
        assertEquals(200, answer.statusCode());
        assertEquals("no-store", answer.header("Cache-Control"));
        Document page = Jsoup.parse(answer.asString());
        String key = page.select(".copy input").val();
        assertTrue(key.startsWith("gh_"), key);
        String curl = page.select(".code code").text();
        assertTrue(curl.contains("/places'"), curl);
        assertTrue(curl.contains(key), curl);
        assertEquals(1, page.select(".copy button").size());

        Document apps = ann.page("/apps");
        assertTrue(apps.text().contains("Weather board"), apps.text());
        assertTrue(apps.text().contains(offer.name()));
        assertFalse(apps.html().contains(key));
    }

    @Test
    void the_first_key_ends_when_its_owner_says() {
        Document page = ann.page(offer.path() + "/register");
        assertEquals("90", page.select("input[name=expires][checked]").val());
        assertEquals(5, page.select("input[name=expires]").size());
        register(Map.of("application", "new", "name", "Short", "plan", offer.free(), "expires", "30"));
        ApiKey key = QuarkusTransaction.requiringNew()
                .call(() -> ApiKey.find("application.name = ?1 and application.owner.id = ?2", "Short", ann.personId())
                        .firstResult());
        assertEquals(key.createdAt.plus(Duration.ofDays(30)), key.expiresAt);
        Response refused =
                register(Map.of("application", "new", "name", "Never", "plan", offer.free(), "expires", "1000"));
        assertEquals(422, refused.statusCode());
        assertTrue(refused.asString().contains("Choose one of the offered times."));
    }

    @Test
    void sending_the_form_again_makes_nothing_more() {
        Map<String, Object> fields = Map.of("application", "new", "name", "Weather board", "plan", offer.free());
        assertEquals(200, register(fields).statusCode());
        Response again = register(fields);
        assertEquals(422, again.statusCode());
        assertTrue(again.asString().contains("already have an app called"));
        assertEquals(1, ann.page("/apps").select("tbody tr").size());
    }

    @Test
    void a_plan_that_needs_approval_gives_no_key_yet() {
        Response answer = register(Map.of("application", "new", "name", "Weather board", "plan", offer.partner()));
        assertEquals(303, answer.statusCode());
        Document access = ann.page(pathOf(answer));
        assertTrue(access.text().contains("we will mail you"), access.text());
        assertTrue(access.text().contains("Pending"));
    }

    @Test
    void an_app_that_has_a_key_keeps_it() {
        register(Map.of("application", "new", "name", "Weather board", "plan", offer.free()));
        TestOffer second = TestOffer.fresh();
        Document page = ann.page(second.path() + "/register");
        String app = page.select("input[name=application][checked]").val();
        Response answer = ann.post(second.path() + "/register", Map.of("application", app, "plan", second.gold()));
        assertEquals(303, answer.statusCode());
        Document access = ann.page(pathOf(answer));
        assertTrue(access.text().contains("with the keys that it has"), access.text());
        assertEquals(1, ann.page("/apps/" + app + "/keys").select("tbody tr").size());
    }

    @Test
    void an_app_that_is_registered_is_named_and_cannot_be_chosen() {
        register(Map.of("application", "new", "name", "Weather board", "plan", offer.free()));
        Document page = ann.page(offer.path() + "/register");
        assertTrue(page.select(".registered").text().contains("Weather board is registered already"));
        String app = page.select(".registered a").attr("href").replaceAll("^/apps/|/access$", "");
        Response answer = register(Map.of("application", app, "plan", offer.gold()));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("already registered for this version"));
    }

    @Test
    void bad_input_keeps_what_was_typed() {
        Response answer = register(Map.of("application", "new", "name", "", "plan", offer.gold()));
        assertEquals(422, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        assertNotNull(page.selectFirst("#name-error"));
        assertEquals(
                offer.gold().toString(),
                page.select("input[name=plan][checked]").val());

        answer = register(Map.of("application", "new", "name", "Kept"));
        assertEquals(422, answer.statusCode());
        page = Jsoup.parse(answer.asString());
        assertEquals("Kept", page.select("#name").val());
        assertTrue(page.select(".problems").text().contains("Choose a plan."));

        answer = register(Map.of("application", "new", "name", "Kept", "plan", UUID.randomUUID()));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Choose one of the plans"));

        answer = register(Map.of("application", "", "plan", offer.free()));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Choose an app."));
        assertTrue(ann.page("/apps").text().contains("No apps yet"));
    }

    @Test
    void somebody_elses_app_is_not_found() {
        Response made = TestPeople.developer().post("/apps/new", Map.of("name", "Not yours"));
        String id = pathOf(made).replace("/apps/", "");
        assertEquals(
                404, register(Map.of("application", id, "plan", offer.free())).statusCode());
    }

    @Test
    void the_plans_are_for_everybody_to_see() {
        Document page = TestPeople.visitor().page(offer.path() + "/plans");
        assertEquals(3, page.select(".plan-card").size());
        assertEquals(
                offer.path() + "/register?plan=" + offer.free(),
                page.select(".plan-card a").first().attr("href"));
        register(Map.of("application", "new", "name", "Weather board", "plan", offer.free()));
        page = ann.page(offer.path() + "/plans");
        assertTrue(page.select(".plan-card").first().text().contains("Weather board is on this plan"));
        assertFalse(page.select(".plan-card").get(1).text().contains("Weather board"));
        assertEquals(404, ann.get("/apis/nothing/v1/plans").statusCode());
    }

    @Test
    void a_deprecated_version_says_so_before_one_registers() {
        publisher.deprecate(offer.versionId(), LocalDate.now().plusYears(1));
        assertTrue(ann.page(offer.path() + "/register").text().contains("This version is deprecated"));
        assertEquals(
                200,
                register(Map.of("application", "new", "name", "Late", "plan", offer.free()))
                        .statusCode());
        publisher.retire(offer.versionId());
        assertEquals(404, ann.get(offer.path() + "/register").statusCode());
        assertEquals(303, ann.get(offer.path() + "/plans").statusCode());
    }

    @Test
    void what_is_not_published_has_no_door() {
        assertEquals(404, ann.get("/apis/nothing/v1/register").statusCode());
        assertEquals(
                404, ann.get(offer.path().replace("/v1", "/v2") + "/register").statusCode());
    }

    private Response register(Map<String, Object> fields) {
        return ann.post(offer.path() + "/register", fields);
    }

    private static String pathOf(Response redirect) {
        return redirect.header("Location").replaceFirst("^http://[^/]+", "");
    }
}
