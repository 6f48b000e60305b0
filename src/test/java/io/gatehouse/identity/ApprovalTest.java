package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.mail.MailProfile;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MailProfile.class)
class ApprovalTest {
    @Inject
    Accounts accounts;

    @Inject
    OneTimeTokens tokens;

    private final TestBrowser visitor = TestPeople.visitor();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void an_operator_decides_and_until_then_one_may_look() {
        TestBrowser olga = TestPeople.operator();
        String email = TestPeople.freshEmail();
        assertEquals("/sign-up/waiting", signUp(email).header("Location"));
        assertTrue(visitor.page("/sign-up/waiting").text().contains("An operator looks at each new account"));
        assertTrue(visitor.page("/account").text().contains("waits for an operator"));
        assertEquals(1, mails(olga.email(), "A developer waits for approval"));

        accounts.approve(developer(email).id);
        assertEquals(Developer.State.APPROVED, developer(email).state);
        assertFalse(visitor.page("/account").text().contains("waits for an operator"));
        assertEquals(1, mails(email, "Your account is approved"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "EXAMPLE.net"})
    void people_of_a_trusted_domain_wait_for_nobody(String domain) {
        String email = UUID.randomUUID() + "@" + domain;
        assertEquals("/apps", signUp(email).header("Location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil-example.org", "example.org.evil.example", "sub.example.org"})
    void a_domain_that_looks_like_a_trusted_one_is_none(String domain) {
        assertEquals(
                "/sign-up/waiting", signUp(UUID.randomUUID() + "@" + domain).header("Location"));
    }

    @Test
    void who_is_declined_is_out_and_told_why() {
        String email = TestPeople.freshEmail();
        signUp(email);
        assertThrows(Refused.class, () -> accounts.reject(developer(email).id, " "));
        accounts.reject(developer(email).id, "We know nobody of that name.");
        assertEquals(303, visitor.get("/account").statusCode());
        Response answer = visitor.post("/sign-in", Map.of("email", email, "password", TestPeople.PASSWORD));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("We know nobody of that name."));
        assertThrows(Refused.class, () -> accounts.approve(developer(email).id));
        accounts.reinstate(developer(email).id, "");
        assertEquals(Developer.State.APPROVED, developer(email).state, "one may think again");
    }

    @Test
    void a_decision_that_does_not_fit_is_refused() {
        UUID ann = TestPeople.developer().personId();
        assertThrows(Refused.class, () -> accounts.reject(ann, "Too late."));
        assertThrows(NotFound.class, () -> accounts.approve(UUID.randomUUID()));
        accounts.suspend(ann, "For now.");
        assertThrows(Refused.class, () -> accounts.approve(ann));
        assertThrows(Refused.class, () -> accounts.suspend(ann, "Again."));
    }

    private Response signUp(String email) {
        visitor.post("/sign-up", Map.of("name", "Ann", "email", email, "password", TestPeople.PASSWORD));
        String link = "/verify/" + tokens.issue(OneTimeToken.Purpose.VERIFY_EMAIL, developer(email).id);
        return visitor.post(link, Map.of("password", TestPeople.PASSWORD));
    }

    private static Developer developer(String email) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Developer.<Developer>find("email", email.toLowerCase(java.util.Locale.ROOT))
                        .firstResult());
    }

    private static long mails(String recipient, String subject) {
        return io.gatehouse.mail.TestMails.to(recipient).stream()
                .filter(mail -> mail.subject().equals(subject))
                .count();
    }
}
