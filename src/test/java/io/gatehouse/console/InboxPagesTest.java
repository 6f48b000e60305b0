package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.TestOffer;
import io.gatehouse.db.Queries;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.mail.OutgoingMail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InboxPagesTest {
    private TestBrowser olga;

    @BeforeEach
    void begin() {
        olga = TestPeople.operator();
        clear();
    }

    @Test
    void nothing_waits() {
        Document page = olga.page("/console/inbox");
        assertTrue(page.select(".empty").text().contains("Nothing waits"));
        assertTrue(olga.page("/console").text().contains("Nothing waits."));
    }

    @Test
    void people_access_and_plans_wait_in_one_list_the_oldest_first() {
        Developer pending = pending("Pia Pending");
        TestOffer offer = TestOffer.fresh();
        TestBrowser ann = TestPeople.developer();
        register(ann, offer, "New board", offer.partner());
        register(ann, offer, "Old board", offer.free());
        wish(ann, offer, "Old board");

        assertEquals(
                2,
                OutgoingMail.count(
                        "recipient = ?1 and subject = 'An app waits for approval' and textBody like ?2",
                        olga.email(),
                        "%" + offer.name() + "%"));
        Document page = olga.page("/console/inbox");
        assertEquals(
                List.of("Pia Pending", "New board", "Old board"),
                page.select(".inbox-what a.strong").eachText());
        assertTrue(page.text().contains(pending.email));
        assertTrue(page.text().contains("Partner instead of Free on " + offer.name()), page.text());
        assertEquals("3 waiting", page.select(".rail-count").first().text());
        assertEquals(
                1, olga.page("/console/inbox?kind=people").select(".inbox-item").size());
        assertEquals(
                2, olga.page("/console/inbox?kind=access").select(".inbox-item").size());
        assertTrue(olga.page("/console").text().contains("2 apps ask for access"));
    }

    @Test
    void many_are_approved_at_once() {
        Developer pia = pending("Pia Pending");
        TestOffer offer = TestOffer.fresh();
        TestBrowser ann = TestPeople.developer();
        register(ann, offer, "Board", offer.partner());
        List<String> all = olga.page("/console/inbox")
                .select("input[name=item][type=checkbox]")
                .eachAttr("value");
        Response answer = olga.post("/console/inbox/approve", Map.of("item", all));
        assertEquals(303, answer.statusCode());
        Document page = olga.page("/console/inbox");
        assertTrue(page.text().contains("2 approved"), page.text());
        assertTrue(page.text().contains("Nothing waits"));
        assertEquals(Developer.State.APPROVED, state(pia.id));
        assertTrue(ann.page("/apps").text().contains("Board"));
        assertEquals(
                303, olga.post("/console/inbox/approve", Map.of("item", all)).statusCode());
        assertFalse(olga.page("/console/inbox").text().contains("Mails say so"));
    }

    @Test
    void who_comes_second_is_told_who_decided_and_when() {
        Developer pia = pending("Pia Pending");
        TestOffer offer = TestOffer.fresh();
        register(TestPeople.developer(), offer, "Board", offer.partner());
        TestBrowser late = TestPeople.operator();
        for (String item : late.page("/console/inbox")
                .select("input[name=item][type=checkbox]")
                .eachAttr("value")) {
            olga.post("/console/inbox/approve", Map.of("item", item));
            assertEquals(
                    303,
                    late.post("/console/inbox/approve", Map.of("item", item)).statusCode());
            String told = late.page("/console/inbox").select(".flash").text();
            assertTrue(told.matches(".*already approved by Olga Operator on .* UTC.*"), told);
            Response declined = late.post("/console/inbox/decline", Map.of("item", item, "reason", "No."));
            assertEquals(422, declined.statusCode());
            assertTrue(declined.asString().contains("already approved by Olga Operator on "));
        }
        assertEquals(1, OutgoingMail.count("recipient = ?1", pia.email));
        assertEquals(Developer.State.APPROVED, state(pia.id));
    }

    @Test
    void a_refused_decline_opens_its_form_and_ticks_nothing() {
        Developer pia = pending("Pia Pending");
        Document page =
                Jsoup.parse(olga.post("/console/inbox/decline", Map.of("item", "developer:" + pia.id, "reason", " "))
                        .asString());
        assertTrue(page.select(".inbox input[checked]").isEmpty());
        assertEquals(1, page.select("details.confirm[open]").size());
        assertTrue(page.select(".problems").text().contains("Nothing was saved"));
        String field = page.select(".problems a").attr("href");
        assertEquals("true", page.select(field).attr("aria-invalid"));
    }

    @Test
    void declining_wants_a_reason_and_keeps_what_was_typed() {
        Developer pia = pending("Pia Pending");
        String item = "developer:" + pia.id;
        Response answer = olga.post("/console/inbox/decline", Map.of("item", item, "reason", ""));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Give it a reason"));
        String tooLong = "x".repeat(501);
        answer = olga.post("/console/inbox/decline", Map.of("item", item, "reason", tooLong));
        assertEquals(422, answer.statusCode());
        assertEquals(
                tooLong,
                Jsoup.parse(answer.asString()).select("#reason-" + pia.id).text());

        assertEquals(
                303,
                olga.post("/console/inbox/decline", Map.of("item", item, "reason", "We do not know you."))
                        .statusCode());
        assertEquals(Developer.State.REJECTED, state(pia.id));
        assertEquals(1, OutgoingMail.count("recipient = ?1 and textBody like '%We do not know you.%'", pia.email));
    }

    @Test
    void what_is_not_there_is_passed_over_or_not_found() {
        assertEquals(422, olga.post("/console/inbox/approve").statusCode());
        assertEquals(
                404,
                olga.post("/console/inbox/approve", Map.of("item", "nonsense")).statusCode());
        String nobody = "registration:" + UUID.randomUUID();
        assertEquals(
                404, olga.post("/console/inbox/approve", Map.of("item", nobody)).statusCode());
        assertEquals(
                404,
                olga.post("/console/inbox/decline", Map.of("item", nobody, "reason", "No"))
                        .statusCode());
        assertEquals(
                404, olga.post("/console/inbox/decline", Map.of("reason", "No")).statusCode());
    }

    @Test
    void the_list_needs_the_same_queries_for_many_items() {
        TestOffer offer = TestOffer.fresh();
        pending("Pia 0");
        register(TestPeople.developer(), offer, "Board", offer.partner());
        long few = Queries.of(() -> olga.page("/console/inbox"));
        for (int i = 1; i < 6; i++) {
            pending("Pia " + i);
            register(TestPeople.developer(), offer, "Board", offer.partner());
        }
        assertEquals(12, olga.page("/console/inbox").select(".inbox-item").size());
        assertEquals(few, Queries.of(() -> olga.page("/console/inbox")));
    }

    private static Developer pending(String name) {
        Developer developer = new Developer();
        developer.email = TestPeople.freshEmail();
        developer.name = name;
        developer.state = Developer.State.PENDING;
        developer.createdAt = Instant.now();
        developer.verifiedAt = developer.createdAt;
        QuarkusTransaction.requiringNew().run(developer::persist);
        return developer;
    }

    private static void register(TestBrowser person, TestOffer offer, String name, UUID plan) {
        person.post(offer.path() + "/register", Map.of("application", "new", "name", name, "plan", plan));
    }

    private static void wish(TestBrowser person, TestOffer offer, String name) {
        String app =
                person.page("/apps").select("tbody a:containsOwn(" + name + ")").attr("href");
        String form = person.page(app + "/access").select("form[action$=/plan]").attr("action");
        assertEquals(303, person.post(form, Map.of("plan", offer.partner())).statusCode());
    }

    /** Other tests leave things that wait. */
    private void clear() {
        Document page = olga.page("/console/inbox");
        while (!page.select(".inbox-item").isEmpty()) {
            olga.post(
                    "/console/inbox/approve",
                    Map.of(
                            "item",
                            page.select("input[name=item][type=checkbox]").eachAttr("value")));
            page = olga.page("/console/inbox");
        }
    }

    /** Read anew, since a test's own session remembers what it has seen. */
    private static Developer.State state(UUID developer) {
        return QuarkusTransaction.requiringNew().call(() -> Developer.<Developer>findById(developer).state);
    }
}
