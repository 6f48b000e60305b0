package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.mail.TestMails;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignUpTest {
    private final TestBrowser visitor = TestPeople.visitor();
    private final String email = TestPeople.freshEmail();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void a_mailed_link_and_the_password_finish_the_sign_up() {
        Response answer = signUp("Ann", email, PASSWORD, "/apis/weather/v1/register");
        assertEquals(303, answer.statusCode());
        assertEquals("/sign-up/check-mail?next=%2Fapis%2Fweather%2Fv1%2Fregister", answer.header("Location"));
        assertTrue(visitor.page("/sign-up/check-mail").text().contains("We have sent a mail to " + email));

        String link = TestMails.newest(email).link();
        TestBrowser elsewhere = TestPeople.visitor();
        elsewhere.page(link);
        Document page = elsewhere.page(link);
        assertTrue(page.text().contains(email));
        assertEquals(Developer.State.UNVERIFIED, developer().state, "looking at the link confirms nothing");

        answer = elsewhere.post(link, Map.of("password", PASSWORD, "next", "/apis/weather/v1/register"));
        assertEquals(303, answer.statusCode());
        assertEquals("/apis/weather/v1/register", answer.header("Location"));
        assertEquals(Developer.State.APPROVED, developer().state);
        assertTrue(elsewhere.page("/account").text().contains(email));
    }

    @Test
    void the_link_wants_the_password_of_this_sign_up() {
        signUp("Ann", email, PASSWORD, "");
        signUp("Somebody else", email, "another long test password", "");
        String link = TestMails.newest(email).link();
        Response answer = visitor.post(link, Map.of("password", PASSWORD));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("This is not the password that you chose"));
        assertEquals(Developer.State.UNVERIFIED, developer().state);
    }

    @Test
    void a_confirmation_without_the_password_says_what_is_missing() {
        signUp("Ann", email, PASSWORD, "");
        Response answer = visitor.post(TestMails.newest(email).link(), Map.of("password", ""));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Enter the password that you chose when you signed up."));
    }

    @Test
    void a_new_link_leads_where_the_old_one_led() {
        signUp("Ann", email, PASSWORD, "/apis");
        QuarkusTransaction.requiringNew()
                .run(() -> OneTimeToken.update("expiresAt = ?1 where accountId = ?2", Instant.now(), developer().id));
        Document page = Jsoup.parse(visitor.get(TestMails.newest(email).link()).asString());
        assertEquals("/apis", page.select("[name=next]").val());
    }

    @Test
    void a_link_works_once_and_says_so() {
        signUp("Ann", email, PASSWORD, "");
        String link = TestMails.newest(email).link();
        visitor.post(link, Map.of("password", PASSWORD));
        Response again = TestPeople.visitor().get(link);
        assertEquals(303, again.statusCode());
        assertEquals("/sign-in", again.header("Location"));
        assertGone(TestPeople.visitor().post(link, Map.of("password", PASSWORD)));
    }

    @Test
    void only_the_newest_link_works() {
        signUp("Ann", email, PASSWORD, "");
        String first = TestMails.newest(email).link();
        assertEquals(
                303, visitor.post("/sign-up/check-mail", Map.of("email", email)).statusCode());
        assertGone(visitor.get(first));
        assertEquals(200, visitor.get(TestMails.newest(email).link()).statusCode());
    }

    @Test
    void an_old_or_unknown_link_offers_a_new_one() {
        signUp("Ann", email, PASSWORD, "");
        QuarkusTransaction.requiringNew()
                .run(() -> OneTimeToken.update("expiresAt = ?1 where accountId = ?2", Instant.now(), developer().id));
        assertGone(visitor.get(TestMails.newest(email).link()));
        assertGone(visitor.get("/verify/" + SecretToken.fresh()));
    }

    @Test
    void a_page_with_a_secret_address_tells_it_to_nobody() {
        signUp("Ann", email, PASSWORD, "");
        Response page = visitor.get(TestMails.newest(email).link());
        assertEquals("no-referrer", page.header("Referrer-Policy"));
        assertEquals("no-store", page.header("Cache-Control"));
    }

    @Test
    void a_known_address_looks_like_a_new_one() {
        TestBrowser ann = TestPeople.developer();
        Response known = signUp("Ann", ann.email(), PASSWORD, "");
        Response fresh = signUp("Ann", email, PASSWORD, "");
        assertEquals(fresh.statusCode(), known.statusCode());
        assertEquals(fresh.header("Location"), known.header("Location"));
        assertEquals(fresh.cookies().keySet(), known.cookies().keySet());
        assertEquals(
                "You already have an account", TestMails.newest(ann.email()).subject());
        assertEquals("Confirm your e-mail address", TestMails.newest(email).subject());
        assertEquals("/account", path(TestPeople.visitor(), ann, PASSWORD), "the old password still works");
    }

    @Test
    void asking_again_for_an_address_without_a_sign_up_sends_nothing_and_says_nothing() {
        Response answer = visitor.post("/sign-up/check-mail", Map.of("email", email));
        assertEquals(303, answer.statusCode());
        assertTrue(TestMails.to(email).isEmpty());
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost() {
        Response answer = signUp(" ", "ann@nowhere<b>", "short", "/apis");
        assertEquals(422, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        assertEquals("Enter your name.", page.select("#name-error").text());
        assertTrue(page.select("#email-error").text().contains("not an e-mail address"));
        assertTrue(page.select("#password-error").text().contains("at least 12 characters"));
        assertEquals("ann@nowhere<b>", page.select("#email").val());
        assertEquals("/apis", page.select("[name=next]").val());
        assertEquals("", page.select("#password").val());
    }

    @Test
    void a_form_without_its_fields_is_a_refused_form() {
        assertEquals(422, visitor.post("/sign-up").statusCode());
        assertEquals(422, visitor.post("/sign-up/check-mail").statusCode());
    }

    @Test
    void a_name_cannot_carry_a_message_to_a_stranger() {
        assertEquals(
                422, signUp("Win at https://evil.example", email, PASSWORD, "").statusCode());
        signUp("<b>Ann</b>", email, PASSWORD, "");
        assertFalse(TestMails.newest(email).text().contains("Ann"));
    }

    @Test
    void nobody_gets_more_than_a_few_mails_in_a_row() {
        for (int i = 0; i < 8; i++) signUp("Ann", email, PASSWORD, "");
        assertEquals(5, TestMails.to(email).size());
        assertEquals(200, visitor.get(TestMails.newest(email).link()).statusCode(), "the newest link still works");
    }

    @Test
    void a_path_of_somebody_elses_is_not_gone_to() {
        signUp("Ann", email, PASSWORD, "//evil.example/");
        String link = TestMails.newest(email).link();
        assertFalse(link.contains("evil"));
        Response answer = visitor.post(link, Map.of("password", PASSWORD, "next", "https://evil.example/"));
        assertEquals("/apps", answer.header("Location"));
    }

    @Test
    void whoever_is_signed_in_does_not_sign_up() {
        Response answer = TestPeople.developer().get("/sign-up?next=/apis");
        assertEquals(303, answer.statusCode());
        assertEquals("/apis", answer.header("Location"));
    }

    private Response signUp(String name, String address, String password, String next) {
        return visitor.post("/sign-up", Map.of("name", name, "email", address, "password", password, "next", next));
    }

    private Developer developer() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Developer.<Developer>find("email", email).firstResult());
    }

    private static String path(TestBrowser browser, TestBrowser person, String password) {
        return browser.post("/sign-in", Map.of("email", person.email(), "password", password, "next", "/account"))
                .header("Location");
    }

    private static void assertGone(Response answer) {
        assertEquals(410, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        assertTrue(page.text().contains("This link does not work"));
        assertEquals("/sign-up/check-mail", page.select("main form").attr("action"));
        assertNull(answer.header("Location"));
    }
}
