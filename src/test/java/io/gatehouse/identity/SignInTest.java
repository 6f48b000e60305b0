package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.gatehouse.mail.TestMails;
import io.gatehouse.web.Cookies;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SignInTest {
    private static final String WRONG = "not the password at all";

    @Inject
    Passwords passwords;

    @Inject
    Accounts accounts;

    private final TestBrowser visitor = TestPeople.visitor();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void the_right_password_opens_the_page_that_was_asked_for() {
        TestBrowser ann = TestPeople.developer();
        Response answer = signIn(ann.email().toUpperCase(java.util.Locale.ROOT), PASSWORD, "/account/sessions");
        assertEquals(303, answer.statusCode());
        assertEquals("/account/sessions", answer.header("Location"));
        assertEquals(200, visitor.get("/account/sessions").statusCode());
        assertEquals(303, visitor.get("/sign-in").statusCode(), "whoever is signed in need not sign in");
    }

    @Test
    void a_wrong_password_and_an_unknown_address_look_the_same() {
        TestBrowser ann = TestPeople.developer();
        long before = passwords.computed();
        Response wrong = signIn(ann.email(), WRONG, "");
        assertEquals(before + 1, passwords.computed());
        Response unknown = signIn(TestPeople.freshEmail(), WRONG, "");
        assertEquals(before + 2, passwords.computed(), "an unknown address takes as long");
        assertEquals(422, wrong.statusCode());
        assertEquals(422, unknown.statusCode());
        assertEquals(text(wrong), text(unknown));
        assertEquals(wrong.cookies().keySet(), unknown.cookies().keySet());
        assertTrue(text(wrong).contains("The e-mail address or the password is not right."));
    }

    @Test
    void the_address_is_kept_and_the_password_is_not() {
        Response answer = signIn("ann@example.com", WRONG, "/account");
        var page = Jsoup.parse(answer.asString());
        assertEquals("ann@example.com", page.select("#email").val());
        assertEquals("/account", page.select("[name=next]").val());
        assertFalse(answer.asString().contains(WRONG));
    }

    @Test
    void guessing_becomes_slow_whether_or_not_there_is_an_account() {
        assertEquals(429, guessUntilBlocked(TestPeople.developer().email()));
        assertEquals(429, guessUntilBlocked(TestPeople.freshEmail()));
    }

    private int guessUntilBlocked(String email) {
        for (int i = 0; i < 4; i++) assertEquals(422, signIn(email, WRONG, "").statusCode());
        Response blocked = signIn(email, PASSWORD, "");
        assertTrue(text(blocked).contains("Try again in a second."), text(blocked));
        assertEquals("1", blocked.header("Retry-After"));
        return blocked.statusCode();
    }

    @Test
    void strangers_who_guess_do_not_lock_the_owner_out() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(303, signIn(ann.email(), PASSWORD, "").statusCode());
        visitor.post("/sign-out");
        TestBrowser stranger = TestPeople.visitor();
        Map<String, String> guess = Map.of("email", ann.email(), "password", WRONG);
        assertEquals(422, stranger.post("/sign-in", guess).statusCode());
        QuarkusTransaction.requiringNew()
                .run(() -> LoginFailures.update(
                        "blockedUntil = ?1 where bucket in ('address:127.0.0.1', ?2)",
                        Instant.now().plusSeconds(600),
                        "DEVELOPER:" + ann.email()));
        assertEquals(429, stranger.post("/sign-in", guess).statusCode());
        assertEquals(303, signIn(ann.email(), PASSWORD, "").statusCode(), "from the same address");
        assertEquals(429, stranger.post("/sign-in", guess).statusCode(), "and that frees nobody else");
    }

    @Test
    void a_known_browser_is_known_for_one_account_and_guesses_no_faster() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(303, signIn(ann.email(), PASSWORD, "").statusCode());
        visitor.post("/sign-out");
        assertEquals(429, guessUntilBlocked(ann.email()));
        String other = TestPeople.developer().email();
        assertEquals(422, signIn(other, WRONG, "").statusCode());
        assertEquals(
                1,
                QuarkusTransaction.requiringNew()
                        .call(() -> LoginFailures.<LoginFailures>findById("DEVELOPER:" + other).failures));
    }

    @Test
    void the_mark_of_a_known_browser_is_a_long_lived_cookie_that_cannot_be_forged() {
        TestBrowser ann = TestPeople.developer();
        var cookie = signIn(ann.email(), PASSWORD, "").getDetailedCookie("gh_browser_developer");
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getSameSite());
        assertEquals(KnownBrowsers.LIFE.toSeconds(), cookie.getMaxAge());
        KnownBrowsers browsers = TestPeople.bean(KnownBrowsers.class);
        Browser browser = new Browser("127.0.0.1", "", cookie.getValue());
        assertTrue(browsers.id(browser, AccountKind.DEVELOPER, ann.email()).isPresent());
        assertTrue(browsers.id(browser, AccountKind.OPERATOR, ann.email()).isEmpty());
        String[] parts = cookie.getValue().split("\\.");
        String later = parts[0] + "." + (Long.parseLong(parts[1]) + 1) + "." + parts[2];
        for (String mark : new String[] {"", "..", "x", later, parts[0] + ".y." + parts[2]})
            assertTrue(
                    browsers.id(browser.marked(mark), AccountKind.DEVELOPER, ann.email())
                            .isEmpty(),
                    mark);
        QuarkusTransaction.requiringNew()
                .run(() -> Developer.update("passwordHash = 'another' where id = ?1", ann.personId()));
        assertTrue(browsers.id(browser, AccountKind.DEVELOPER, ann.email()).isEmpty(), "another password");
    }

    @Test
    void a_password_of_a_hundred_kilobytes_is_simply_wrong() {
        assertEquals(
                422,
                signIn(TestPeople.developer().email(), "x".repeat(100_000), "").statusCode());
        assertEquals(
                422, signIn("x".repeat(100_000) + "@example.com", WRONG, "").statusCode());
        assertEquals(422, visitor.post("/sign-in").statusCode());
    }

    @Test
    void what_is_missing_is_said_and_counted_as_no_attempt() {
        for (String path : new String[] {"/sign-in", "/console/sign-in"}) {
            Response answer = visitor.post(path, Map.of("email", " ", "password", ""));
            assertEquals(422, answer.statusCode());
            assertTrue(text(answer).contains("Enter your e-mail address."), path);
            assertTrue(text(answer).contains("Enter your password."), path);
        }
    }

    @Test
    void signing_in_to_an_unconfirmed_account_leaves_the_mailed_link_alone() {
        String email = TestPeople.freshEmail();
        visitor.post("/sign-up", Map.of("name", "Ann", "email", email, "password", PASSWORD));
        String link = TestMails.newest(email).link();
        Response answer = signIn(email, PASSWORD, "/apis");
        assertEquals(422, answer.statusCode());
        assertTrue(text(answer).contains("Confirm your e-mail address first: open the link in our mail."));
        assertEquals(1, TestMails.to(email).size());
        assertEquals(422, signIn(email, WRONG, "").statusCode());
        assertEquals("/apis", visitor.post(link, Map.of("password", PASSWORD)).header("Location"));
    }

    @Test
    void whoever_knows_the_password_of_an_unconfirmed_account_is_offered_a_new_link() {
        String email = TestPeople.freshEmail();
        visitor.post("/sign-up", Map.of("name", "Ann", "email", email, "password", PASSWORD));
        Document page = Jsoup.parse(signIn(email, PASSWORD, "/apis").asString());
        Element offer = page.selectFirst("form[action=/sign-up/check-mail]");
        Map<String, String> fields = Map.of(
                "email", offer.select("[name=email]").val(),
                "next", offer.select("[name=next]").val());
        assertEquals(303, visitor.post(offer.attr("action"), fields).statusCode());
        assertEquals(2, TestMails.to(email).size());
        assertTrue(TestMails.newest(email).link().endsWith("?next=%2Fapis"));
        assertNull(Jsoup.parse(signIn(email, WRONG, "").asString()).selectFirst("form[action=/sign-up/check-mail]"));
    }

    @Test
    void an_unconfirmed_account_gets_a_new_link_when_the_old_one_has_expired() {
        String email = TestPeople.freshEmail();
        visitor.post("/sign-up", Map.of("name", "Ann", "email", email, "password", PASSWORD));
        QuarkusTransaction.requiringNew()
                .run(() -> OneTimeToken.update(
                        "expiresAt = ?1 where accountId in (select id from Developer where email = ?2)",
                        Instant.now(),
                        email));
        signIn(email, PASSWORD, "/apis");
        assertEquals(2, TestMails.to(email).size());
        assertTrue(TestMails.newest(email).link().endsWith("?next=%2Fapis"));
    }

    @Test
    void a_failed_sign_in_is_audited_without_what_was_typed() {
        TestBrowser ann = TestPeople.developer();
        RestAssured.requestSpecification = RestAssured.given().header("X-Forwarded-For", "198.51.100.7");
        try {
            signIn(ann.email(), WRONG, "");
        } finally {
            RestAssured.requestSpecification = null;
        }
        AuditEntry failed = newest();
        assertEquals("developer.sign-in-failed", failed.action);
        assertEquals(ann.personId().toString(), failed.targetId);
        assertEquals("visitor", failed.actorKind);
        assertEquals("127.0.0.1", failed.address, "whatever a header claims");
        signIn("my-pass-phrase", WRONG, "");
        assertEquals("No such account", newest().targetName);
    }

    static AuditEntry newest() {
        return QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.<AuditEntry>find("order by id desc").firstResult());
    }

    @Test
    void only_the_owner_learns_that_an_account_is_suspended() {
        TestBrowser ann = TestPeople.developer();
        accounts.suspend(ann.personId(), "Too many calls at night.");
        assertFalse(text(signIn(ann.email(), WRONG, "")).contains("suspended"));
        Response answer = signIn(ann.email(), PASSWORD, "");
        assertEquals(422, answer.statusCode());
        assertTrue(text(answer).contains("Your account is suspended: Too many calls at night."));
    }

    @Test
    void each_sign_in_has_a_session_of_its_own() {
        TestBrowser ann = TestPeople.developer();
        String before = ann.cookies().get(Cookies.DEVELOPER_SESSION);
        ann.post("/sign-in", Map.of("email", ann.email(), "password", PASSWORD));
        assertNotEquals(before, ann.cookies().get(Cookies.DEVELOPER_SESSION));
        ann.cookies().put(Cookies.DEVELOPER_SESSION, before);
        assertEquals(303, ann.get("/account").statusCode(), "the session before has ended");
    }

    @Test
    void signing_out_ends_the_session_on_the_server() {
        TestBrowser ann = TestPeople.developer();
        String session = ann.cookies().get(Cookies.DEVELOPER_SESSION);
        assertEquals("/", ann.post("/sign-out").header("Location"));
        assertFalse(ann.cookies().containsKey(Cookies.DEVELOPER_SESSION));
        ann.cookies().put(Cookies.DEVELOPER_SESSION, session);
        assertEquals(303, ann.get("/account").statusCode());
    }

    @Test
    void the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        TestBrowser ann = TestPeople.developer();
        var cookie = signIn(ann.email(), PASSWORD, "").getDetailedCookie(Cookies.DEVELOPER_SESSION);
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getSameSite());
        assertEquals("/", cookie.getPath());
        assertEquals(43, cookie.getValue().length(), "256 bits");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example,/apps",
        "//evil.example,/apps",
        "/\\evil.example,/apps",
        "javascript:alert(1),/apps",
        "/apis?q=a,/apis?q=a"
    })
    void nobody_is_led_to_another_site(String next, String expected) {
        Response answer = signIn(TestPeople.developer().email(), PASSWORD, next);
        assertEquals(expected, answer.header("Location"));
    }

    @Test
    void a_hash_of_weaker_parameters_is_renewed() {
        TestBrowser ann = TestPeople.developer();
        String weak = com.password4j.Password.hash(PASSWORD)
                .addRandomSalt(16)
                .with(com.password4j.Argon2Function.getInstance(8_192, 1, 1, 32, com.password4j.types.Argon2.ID))
                .getResult();
        QuarkusTransaction.requiringNew()
                .run(() -> Developer.update("passwordHash = ?1 where id = ?2", weak, ann.personId()));
        assertEquals(303, signIn(ann.email(), PASSWORD, "").statusCode());
        String now = accounts.any(ann.personId()).passwordHash;
        assertTrue(now.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), now);
    }

    private Response signIn(String email, String password, String next) {
        return visitor.post("/sign-in", Map.of("email", email, "password", password, "next", next));
    }

    private static String text(Response answer) {
        return Jsoup.parse(answer.asString()).text();
    }
}
