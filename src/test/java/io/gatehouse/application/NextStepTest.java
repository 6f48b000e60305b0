package io.gatehouse.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.Publisher;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The button at the top of an API's pages: what it says to whom. */
@QuarkusTest
class NextStepTest {
    @Inject
    Plans plans;

    @Inject
    Publisher publisher;

    @Inject
    RegistrationDecisions decisions;

    private TestOffer offer;
    private TestBrowser ann;

    @BeforeEach
    void begin() {
        offer = TestOffer.fresh();
        ann = TestPeople.developer();
    }

    @Test
    void a_visitor_gets_a_key_by_way_of_the_sign_in_page() {
        TestBrowser visitor = TestPeople.visitor();
        String href = step(visitor, "Get a key").attr("href");
        assertTrue(visitor.get(href).header("Location").contains("/sign-in?next=%2Fapis%2F"));
    }

    @Test
    void a_developer_without_access_gets_a_key() {
        assertEquals(offer.path() + "/register", step(ann, "Get a key").attr("href"));
        register("Board", offer.partner());
        decisions.decline(registration(), "No.", "Olga");
        step(ann, "Get a key");
    }

    @Test
    void who_waits_sees_that_and_where() {
        String app = register("Board", offer.partner());
        Element waiting = step(ann, "Waiting for approval");
        assertEquals("/apps/" + app + "/access", waiting.attr("href"));
        assertTrue(!waiting.hasClass("button-primary"));
        decisions.approve(registration(), "Olga");
        assertEquals("/apps/" + app + "/keys", step(ann, "Your keys").attr("href"));
        assertTrue(ann.page(offer.path()).select(".first-call").text().contains("You have begun: Your keys."));
        decisions.suspend(registration(), "Too much.", "Olga");
        step(ann, "Your access is suspended");
    }

    @Test
    void with_several_apps_it_leads_to_all_of_them() {
        register("Board", offer.free());
        register("Bridge", offer.gold());
        assertEquals("/apps", step(ann, "Your apps").attr("href"));
    }

    @Test
    void where_there_is_nothing_to_do_it_says_why() {
        plans.offer(offer.versionId(), Set.of());
        assertEquals(
                "",
                step(ann, "No plan is offered yet, so there is no key to get").attr("href"));
        publisher.retire(offer.versionId());
        assertEquals(410, ann.get(offer.path()).statusCode());
        assertTrue(Jsoup.parse(ann.get(offer.path()).asString())
                .select(".api-next")
                .isEmpty());
    }

    private Element step(TestBrowser person, String label) {
        for (String tab : new String[] {"/reference", "/docs", "/plans", ""})
            assertEquals(
                    label, person.page(offer.path() + tab).select(".api-next").text(), tab);
        return person.page(offer.path()).selectFirst(".api-next");
    }

    private String register(String name, UUID plan) {
        ann.post(offer.path() + "/register", Map.of("application", "new", "name", name, "plan", plan));
        return ann.page("/apps")
                .select("tbody a:containsOwn(" + name + ")")
                .attr("href")
                .replace("/apps/", "");
    }

    private UUID registration() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Registration.<Registration>find("apiVersion.id", offer.versionId())
                        .firstResult()
                        .id);
    }
}
