package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log knows who came and went, and who was turned away; and nothing that they typed in secret. */
@QuarkusTest
class RefusalsAreAuditedTest {
    private static final String WRONG = "not-the-password-at-all";

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void coming_and_going_is_written_down() {
        TestBrowser ann = TestPeople.developer();
        TestBrowser browser = TestPeople.visitor();
        browser.post("/sign-in", Map.of("email", ann.email(), "password", PASSWORD));
        browser.post("/sign-out");
        assertEquals(List.of("developer.signed-in", "developer.signed-out"), actions(ann.personId()));
    }

    @Test
    void ended_sessions_are_written_down() {
        TestBrowser ann = TestPeople.developer();
        TestPeople.again(ann);
        ann.post(ann.page("/account/sessions").select("tbody form").first().attr("action"));
        TestPeople.again(ann);
        ann.post("/account/sessions/end-others");
        assertEquals(List.of("developer.session-ended", "developer.sessions-ended"), actions(ann.personId()));
    }

    @Test
    void throttled_attempts_are_written_down_once_and_without_the_password() {
        TestBrowser ann = TestPeople.developer();
        TestBrowser stranger = TestPeople.visitor();
        int throttled = 0;
        for (int i = 0; i < 12; i++)
            if (stranger.post("/sign-in", Map.of("email", ann.email(), "password", WRONG))
                            .statusCode()
                    == 429) throttled++;
        assertTrue(throttled > 1);
        assertEquals(
                1,
                actions(ann.personId()).stream()
                        .filter("developer.sign-in-throttled"::equals)
                        .count());
        assertFalse(QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.<AuditEntry>listAll().stream()
                        .anyMatch(entry -> (entry.targetName + entry.detail).contains(WRONG))));
    }

    @Test
    void a_refused_form_token_is_written_down_once_a_minute() {
        long before = refusedForms();
        for (int i = 0; i < 3; i++) TestPeople.visitor().postWithoutToken("/sign-in");
        assertTrue(refusedForms() > 0);
        assertTrue(refusedForms() <= before + 1, "another test may have caused it a moment before");
    }

    private static long refusedForms() {
        return QuarkusTransaction.requiringNew().call(() -> AuditEntry.count("action", "form.refused"));
    }

    private static List<String> actions(UUID developer) {
        return QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.<AuditEntry>list(
                                "targetId = ?1 and action <> 'developer.created' order by id", developer.toString())
                        .stream()
                        .map(entry -> entry.action)
                        .toList());
    }
}
