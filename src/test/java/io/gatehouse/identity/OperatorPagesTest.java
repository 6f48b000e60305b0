package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.gatehouse.web.Cookies;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperatorPagesTest {
    @Inject
    OneTimeTokens tokens;

    private final TestBrowser visitor = TestPeople.visitor();
    private final String email = TestPeople.freshEmail();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void the_printed_link_makes_the_first_operator_once() {
        String link = "/console/setup/" + tokens.issue(OneTimeToken.Purpose.FIRST_OPERATOR, null);
        assertEquals("no-referrer", visitor.get(link).header("Referrer-Policy"));
        Map<String, String> form = Map.of("name", "Olga", "email", email, "password", PASSWORD);
        assertEquals("/console", visitor.post(link, form).header("Location"));
        assertTrue(visitor.cookies().containsKey(Cookies.OPERATOR_SESSION));
        assertEquals(1, QuarkusTransaction.requiringNew().call(() -> Operator.count("email", email)));
        for (Response again : new Response[] {
            TestPeople.visitor().get(link), TestPeople.visitor().post(link, form)
        }) {
            assertEquals(410, again.statusCode());
            assertTrue(again.asString().contains("made already"));
        }
    }

    @Test
    void a_refused_set_up_keeps_what_was_typed_and_the_link() {
        String link = "/console/setup/" + tokens.issue(OneTimeToken.Purpose.FIRST_OPERATOR, null);
        Response refused = visitor.post(link, Map.of("name", "Olga", "email", "olga", "password", "short"));
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("Olga", page.select("#name").val());
        assertEquals("olga", page.select("#email").val());
        assertEquals(1, page.select("#email-error").size());
        assertEquals(1, page.select("#password-error").size());
        assertEquals(200, visitor.get(link).statusCode());
    }

    @Test
    void once_there_is_an_operator_the_link_is_dead() {
        String link = "/console/setup/" + tokens.issue(OneTimeToken.Purpose.FIRST_OPERATOR, null);
        TestPeople.operator();
        assertEquals(410, visitor.get(link).statusCode());
    }

    @Test
    void an_operator_signs_in_to_the_console_and_nowhere_else() {
        TestBrowser olga = TestPeople.operator();
        Map<String, String> form = Map.of("email", olga.email(), "password", PASSWORD, "next", "/console/audit");
        assertEquals("/console/audit", visitor.post("/console/sign-in", form).header("Location"));
        assertEquals(422, TestPeople.visitor().post("/sign-in", form).statusCode());
        assertEquals(303, visitor.get("/account").statusCode());
        assertEquals("/console/sign-in", visitor.post("/console/sign-out").header("Location"));
    }

    @Test
    void a_sign_in_is_audited_as_the_operators_own_act() {
        TestBrowser olga = TestPeople.operator();
        visitor.post("/console/sign-in", Map.of("email", olga.email(), "password", PASSWORD));
        AuditEntry entry = SignInTest.newest();
        assertEquals("operator.signed-in", entry.action);
        assertEquals(olga.personId(), entry.actorId);
        assertEquals("Olga Operator", entry.actorName);
        visitor.post("/console/sign-in", Map.of("email", olga.email(), "password", "not the password"));
        assertEquals("operator.sign-in-failed", SignInTest.newest().action);
    }

    @Test
    void the_console_is_closed_to_developers_and_leads_to_no_other_place() {
        TestBrowser ann = TestPeople.developer();
        Map<String, String> form = Map.of("email", ann.email(), "password", PASSWORD);
        assertEquals(422, visitor.post("/console/sign-in", form).statusCode());
        TestBrowser olga = TestPeople.operator();
        form = Map.of("email", olga.email(), "password", PASSWORD, "next", "/account");
        assertEquals("/console", visitor.post("/console/sign-in", form).header("Location"));
    }

    @Test
    void a_disabled_operator_is_out_at_once() {
        TestBrowser olga = TestPeople.operator();
        assertEquals(303, olga.get("/console/sign-in").statusCode());
        QuarkusTransaction.requiringNew().run(() -> Operator.update("disabled = true where id = ?1", olga.personId()));
        assertEquals(200, olga.get("/console/sign-in").statusCode());
        assertEquals(
                422,
                visitor.post("/console/sign-in", Map.of("email", olga.email(), "password", PASSWORD))
                        .statusCode());
    }

    @Test
    void an_operator_changes_the_password_and_ends_other_sessions() {
        TestBrowser olga = TestPeople.operator();
        TestBrowser other = TestPeople.again(olga);
        TestBrowser stolen = TestPeople.visitor();
        stolen.cookies().putAll(olga.cookies());
        String form = "/console/account/password";
        String fresh = "purple otter under stairs";
        assertEquals(
                422,
                olga.post(form, Map.of("current", "not it at all", "password", fresh))
                        .statusCode());
        assertEquals(
                422,
                olga.post(form, Map.of("current", PASSWORD, "password", "short"))
                        .statusCode());
        assertEquals(2, olga.page("/console/account").select("tbody tr").size());
        assertEquals(
                303,
                olga.post(form, Map.of("current", PASSWORD, "password", fresh)).statusCode());
        assertEquals(303, other.get("/console/account").statusCode());
        assertEquals(303, stolen.get("/console/account").statusCode(), "whoever had the cookie is out");
        assertEquals(1, olga.page("/console/account").select("tbody tr").size());
        Map<String, String> signIn = Map.of("email", olga.email(), "password", fresh);
        assertEquals("/console", visitor.post("/console/sign-in", signIn).header("Location"));
    }
}
