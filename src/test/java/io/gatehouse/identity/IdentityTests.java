package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.mail.TestMails;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on either database, many at once included. */
abstract class IdentityTests {
    @Inject
    Sessions sessions;

    @Inject
    Accounts accounts;

    @Inject
    SignInThrottle throttle;

    @Inject
    SignUps signUps;

    @Inject
    OneTimeTokens tokens;

    @Inject
    Sweep sweep;

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void a_session_opens_the_rooms_of_its_kind() {
        assertEquals(200, TestPeople.developer().get("/account").statusCode());
        assertEquals(200, TestPeople.operator().get("/console/style").statusCode());
    }

    @Test
    void whoever_is_not_signed_in_is_sent_to_the_sign_in_page_and_back() {
        Response answer = TestPeople.visitor().get("/account/sessions?a=b");
        assertEquals(303, answer.statusCode());
        assertEquals("/sign-in?next=%2Faccount%2Fsessions%3Fa%3Db", path(answer));
        answer = TestPeople.developer().get("/console/style");
        assertEquals(303, answer.statusCode());
        assertEquals("/console/sign-in?next=%2Fconsole%2Fstyle", path(answer));
    }

    private static String path(Response answer) {
        return answer.header("Location").replaceFirst("^http://[^/]+", "");
    }

    @Test
    void a_session_ends_when_nobody_uses_it() {
        TestBrowser ann = TestPeople.developer();
        change(ann, "lastSeenAt", Instant.now().minus(Sessions.IDLE).plusSeconds(60));
        assertEquals(200, ann.get("/account").statusCode());
        change(ann, "lastSeenAt", Instant.now().minus(Sessions.IDLE).minusSeconds(1));
        assertEquals(303, ann.get("/account").statusCode());
    }

    @Test
    void a_session_ends_in_the_end_also_when_it_is_used() {
        TestBrowser ann = TestPeople.developer();
        LoginSession session =
                sessions.of(AccountKind.DEVELOPER, ann.personId()).get(0);
        assertEquals(Sessions.LONGEST, Duration.between(session.createdAt, session.expiresAt));
        change(ann, "expiresAt", Instant.now().minusSeconds(1));
        assertEquals(303, ann.get("/account").statusCode());
    }

    @Test
    void use_is_written_down_once_a_minute() {
        TestBrowser ann = TestPeople.developer();
        Instant before = seen(ann);
        ann.get("/account");
        assertEquals(before, seen(ann));
        change(ann, "lastSeenAt", before.minusSeconds(90));
        ann.get("/account");
        assertTrue(seen(ann).isAfter(before.minusSeconds(1)));
    }

    private Instant seen(TestBrowser person) {
        return sessions.of(AccountKind.DEVELOPER, person.personId()).get(0).lastSeenAt;
    }

    private static void change(TestBrowser person, String column, Instant at) {
        QuarkusTransaction.requiringNew()
                .run(() -> LoginSession.update(column + " = ?1 where accountId = ?2", at, person.personId()));
    }

    @Test
    void a_suspended_developer_is_out_at_once_and_told_why() {
        TestBrowser ann = TestPeople.developer();
        accounts.suspend(ann.personId(), "Too many calls at night.");
        assertEquals(303, ann.get("/account").statusCode());
        assertTrue(TestMails.newest(ann.email()).text().contains("Too many calls at night."));
        accounts.reinstate(ann.personId(), "");
        assertEquals(303, ann.get("/account").statusCode(), "the session has ended, not paused");
        assertEquals("Your account works again", TestMails.newest(ann.email()).subject());
    }

    @Test
    void guesses_at_one_account_cannot_slip_past_the_limit_by_coming_at_once() throws Exception {
        String email = TestPeople.freshEmail();
        long allowed = count(together(
                40, () -> passes(() -> throttle.attempt(AccountKind.DEVELOPER, email, "192.0.2.1", null))));
        assertTrue(allowed >= 3 && allowed <= 6, allowed + " of 40 passed");
        throttle.succeeded(AccountKind.DEVELOPER, email, null);
        assertTrue(passes(() -> throttle.attempt(AccountKind.DEVELOPER, email, "192.0.2.1", null)));
    }

    @Test
    void an_account_is_blocked_for_the_rest_of_the_window_and_no_longer() {
        String email = TestPeople.freshEmail();
        for (int i = 0; i < SignInThrottle.MOST_PER_ACCOUNT; i++) {
            throttle.attempt(AccountKind.DEVELOPER, email, "192.0.2.2", null);
            bucket("DEVELOPER:" + email, "blockedUntil", null, i + 1 < SignInThrottle.MOST_PER_ACCOUNT);
        }
        TryLater refused =
                assertThrows(TryLater.class, () -> throttle.attempt(AccountKind.DEVELOPER, email, "192.0.2.2", null));
        assertTrue(refused.seconds() > 14 * 60 && refused.seconds() <= 15 * 60);
        assertEquals("There were too many attempts. Try again in 15 minutes.", refused.getMessage());
        assertTrue(passes(() -> throttle.attempt(AccountKind.OPERATOR, email, "192.0.2.2", null)), "another account");
        Instant past = Instant.now().minus(SignInThrottle.WINDOW);
        bucket("DEVELOPER:" + email, "windowStartedAt", past, true);
        bucket("DEVELOPER:" + email, "blockedUntil", past, true);
        assertTrue(passes(() -> throttle.attempt(AccountKind.DEVELOPER, email, "192.0.2.2", null)));
    }

    @Test
    void no_failure_of_an_address_is_lost() throws Exception {
        String address = "198.51.100." + (int) (Math.random() * 250);
        together(SignInThrottle.MOST_PER_ADDRESS, () -> passes(() -> throttle.failed(address)));
        assertEquals(
                SignInThrottle.MOST_PER_ADDRESS,
                QuarkusTransaction.requiringNew()
                        .call(() -> LoginFailures.<LoginFailures>findById("address:" + address).failures));
        assertFalse(passes(() -> throttle.attempt(AccountKind.DEVELOPER, TestPeople.freshEmail(), address, null)));
    }

    private static void bucket(String bucket, String column, Instant at, boolean really) {
        if (really)
            QuarkusTransaction.requiringNew()
                    .run(() -> LoginFailures.update(column + " = ?1 where bucket = ?2", at, bucket));
    }

    @Test
    void of_many_who_use_a_link_at_once_one_succeeds() throws Exception {
        UUID account = UUID.randomUUID();
        String token = tokens.issue(OneTimeToken.Purpose.RESET_PASSWORD, account);
        assertEquals(
                1, count(together(20, () -> passes(() -> tokens.use(OneTimeToken.Purpose.RESET_PASSWORD, token)))));
    }

    @Test
    void many_sign_ups_with_one_address_at_once_make_one_account() throws Exception {
        String email = TestPeople.freshEmail();
        assertEquals(8, count(together(8, () -> passes(() -> signUps.signUp("Ann", email, TestPeople.PASSWORD, "")))));
        assertEquals(1, QuarkusTransaction.requiringNew().call(() -> Developer.count("email", email)));
    }

    @Test
    void what_can_no_longer_be_used_is_taken_away() {
        String forgotten = TestPeople.freshEmail();
        String recent = TestPeople.freshEmail();
        signUps.signUp("Ann", forgotten, TestPeople.PASSWORD, "");
        signUps.signUp("Ann", recent, TestPeople.PASSWORD, "");
        TestBrowser ann = TestPeople.developer();
        change(ann, "expiresAt", Instant.now().minusSeconds(1));
        QuarkusTransaction.requiringNew()
                .run(() -> Developer.update(
                        "createdAt = ?1 where email = ?2", Instant.now().minus(Sweep.UNCONFIRMED_KEPT), forgotten));
        sweep.sweepNow();
        QuarkusTransaction.requiringNew().run(() -> {
            assertEquals(0, Developer.count("email", forgotten));
            assertEquals(1, Developer.count("email", recent));
            assertEquals(0, LoginSession.count("accountId", ann.personId()));
            assertEquals(1, Developer.count("id", ann.personId()));
        });
    }

    private static boolean passes(Runnable work) {
        try {
            work.run();
            return true;
        } catch (TryLater | SpentToken e) {
            return false;
        }
    }

    private static long count(List<Boolean> answers) {
        return answers.stream().filter(answer -> answer).count();
    }

    private static List<Boolean> together(int times, Callable<Boolean> work)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Boolean> answers = new ArrayList<>();
            for (Future<Boolean> answer : threads.invokeAll(java.util.Collections.nCopies(times, work)))
                answers.add(answer.get());
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
