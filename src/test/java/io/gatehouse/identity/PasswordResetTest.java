package io.gatehouse.identity;

import static io.gatehouse.Patience.until;
import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.mail.TestMails;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PasswordResetTest {
    private static final String NEW = "purple otter under stairs";

    @Inject
    Accounts accounts;

    private final TestBrowser visitor = TestPeople.visitor();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void a_mailed_link_sets_a_new_password_and_ends_all_sessions() {
        TestBrowser ann = TestPeople.developer();
        String link = forgot(ann.email());
        visitor.page(link);
        assertEquals("/sign-in", visitor.post(link, Map.of("password", NEW)).header("Location"));
        assertEquals(303, ann.get("/account").statusCode(), "her sessions have ended");
        assertEquals(422, signIn(ann.email(), PASSWORD).statusCode());
        assertEquals(303, signIn(ann.email(), NEW).statusCode());
        assertEquals("Your password was changed", TestMails.newest(ann.email()).subject());
        assertEquals(410, visitor.get(link).statusCode(), "it worked once");
    }

    @Test
    void a_weak_password_is_refused_and_the_link_still_works() {
        TestBrowser ann = TestPeople.developer();
        String link = forgot(ann.email());
        Response answer = visitor.post(link, Map.of("password", "anntester1234"));
        assertEquals(422, answer.statusCode());
        assertTrue(
                Jsoup.parse(answer.asString()).select("#password-error").text().contains("easy to guess"));
        assertEquals(422, visitor.post(link).statusCode());
        assertEquals(303, visitor.post(link, Map.of("password", NEW)).statusCode());
    }

    @Test
    void the_link_confirms_the_address_as_well() {
        String email = TestPeople.freshEmail();
        visitor.post("/sign-up", Map.of("name", "Ann", "email", email, "password", PASSWORD));
        visitor.post(forgot(email), Map.of("password", NEW));
        assertEquals("/apps", signIn(email, NEW).header("Location"));
    }

    @Test
    void an_unknown_address_gets_the_same_answer_and_no_mail() {
        TestBrowser ann = TestPeople.developer();
        String nobody = TestPeople.freshEmail();
        Response known = visitor.post("/forgot-password", Map.of("email", ann.email()));
        Response unknown = visitor.post("/forgot-password", Map.of("email", nobody));
        assertEquals(known.statusCode(), unknown.statusCode());
        assertEquals(known.header("Location"), unknown.header("Location"));
        assertEquals(known.cookies().keySet(), unknown.cookies().keySet());
        assertTrue(TestMails.to(nobody).isEmpty());
    }

    @Test
    void an_old_or_unknown_link_offers_a_new_one() {
        TestBrowser ann = TestPeople.developer();
        String link = forgot(ann.email());
        QuarkusTransaction.requiringNew()
                .run(() -> OneTimeToken.update("expiresAt = ?1 where accountId = ?2", Instant.now(), ann.personId()));
        for (String spent : new String[] {link, "/reset-password/" + SecretToken.fresh()}) {
            Response answer = visitor.get(spent);
            assertEquals(410, answer.statusCode());
            assertEquals(
                    "/forgot-password",
                    Jsoup.parse(answer.asString()).select("main form").attr("action"));
            assertEquals(410, visitor.post(spent, Map.of("password", NEW)).statusCode());
        }
    }

    @Test
    void a_link_for_one_purpose_does_not_work_for_another() {
        TestBrowser ann = TestPeople.developer();
        String token = forgot(ann.email()).replace("/reset-password/", "");
        assertEquals(410, visitor.get("/verify/" + token).statusCode());
        assertEquals(410, visitor.get("/console/setup/" + token).statusCode());
    }

    @Test
    void a_suspended_account_stays_suspended() {
        TestBrowser ann = TestPeople.developer();
        accounts.suspend(ann.personId(), "For now.");
        visitor.post(forgot(ann.email()), Map.of("password", NEW));
        assertEquals(422, signIn(ann.email(), NEW).statusCode());
    }

    @Test
    void nonsense_is_refused_in_words() {
        Response answer = visitor.post("/forgot-password", Map.of("email", "ann"));
        assertEquals(422, answer.statusCode());
        assertEquals("ann", Jsoup.parse(answer.asString()).select("#email").val());
        assertEquals(422, visitor.post("/forgot-password").statusCode());
    }

    @Test
    void what_an_account_costs_is_done_after_the_answer() {
        TestBrowser ann = TestPeople.developer();
        forgot(ann.email());
        int before = TestMails.to(ann.email()).size();
        QuarkusTransaction.requiringNew().run(() -> {
            // Whoever makes a link for the account now waits for us; the answer must not.
            OneTimeToken.update("createdAt = ?1 where accountId = ?2", Instant.now(), ann.personId());
            Response answer = visitor.post("/forgot-password", Map.of("email", ann.email()));
            assertEquals(303, answer.statusCode());
        });
        until("the mail is there", () -> TestMails.to(ann.email()).size() > before);
    }

    private String forgot(String email) {
        int before = TestMails.to(email).size();
        assertEquals(
                303, visitor.post("/forgot-password", Map.of("email", email)).statusCode());
        assertTrue(visitor.page("/sign-in").text().contains("a mail with a link is on its way"));
        until("the mail is there", () -> TestMails.to(email).size() > before);
        return TestMails.newest(email).link();
    }

    private Response signIn(String email, String password) {
        return TestPeople.visitor().post("/sign-in", Map.of("email", email, "password", password));
    }
}
