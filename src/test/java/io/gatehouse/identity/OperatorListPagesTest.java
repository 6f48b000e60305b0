package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperatorListPagesTest {
    private static final String HERE = "/console/operators";

    @Inject
    Operators operators;

    private final TestBrowser olga = TestPeople.operator();
    private final String email = TestPeople.freshEmail();

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void whoever_is_invited_makes_an_account_once() {
        Response made = olga.post(HERE + "/invite", invitation(email));
        assertEquals(200, made.statusCode());
        assertEquals("no-store", made.header("Cache-Control"));
        String link = link(made);
        assertFalse(olga.page(HERE).html().contains(link), "shown once");
        assertTrue(olga.page(HERE).text().contains(email));

        TestBrowser nils = TestPeople.visitor();
        assertEquals("no-referrer", nils.get(link).header("Referrer-Policy"));
        Response refused = nils.post(link, Map.of("name", "", "password", "short"));
        assertEquals(422, refused.statusCode());
        assertEquals(2, Jsoup.parse(refused.asString()).select(".problems a").size());
        Map<String, String> form = Map.of("name", "Nils", "password", PASSWORD, "email", "other@example.com");
        assertEquals("/console/sign-in", nils.post(link, form).header("Location"));
        assertEquals(
                "/console",
                nils.post("/console/sign-in", Map.of("email", email, "password", PASSWORD))
                        .header("Location"));
        for (Response again : List.of(nils.get(link), nils.post(link, form))) assertEquals(410, again.statusCode());
        assertTrue(olga.page("/console/audit?target=" + email).text().contains("operator.invited"));
    }

    @Test
    void a_newer_link_and_a_withdrawal_end_the_older_one() {
        String first = link(olga.post(HERE + "/invite", invitation(email)));
        String second = link(olga.post(HERE + "/invite", invitation(email)));
        TestBrowser nils = TestPeople.visitor();
        assertEquals(410, nils.get(first).statusCode());
        assertEquals(200, nils.get(second).statusCode());
        String withdraw =
                olga.page(HERE).select("tr:contains(" + email + ") form").attr("action");
        assertEquals(303, olga.post(withdraw).statusCode());
        assertEquals(410, nils.get(second).statusCode());
        assertEquals(404, olga.post(withdraw).statusCode());
    }

    @Test
    void who_is_an_operator_already_is_not_invited() {
        assertEquals(422, olga.post(HERE + "/invite", invitation(olga.email())).statusCode());
        assertEquals(422, olga.post(HERE + "/invite", invitation("nobody")).statusCode());
    }

    @Test
    void who_is_disabled_is_out_until_enabled_again() {
        TestBrowser nils = TestPeople.operator();
        assertEquals(303, olga.post(HERE + "/" + nils.personId() + "/disable").statusCode());
        assertEquals(303, nils.get(HERE).statusCode());
        Map<String, String> signIn = Map.of("email", nils.email(), "password", PASSWORD);
        assertEquals(422, TestPeople.visitor().post("/console/sign-in", signIn).statusCode());
        assertEquals(303, olga.post(HERE + "/" + nils.personId() + "/enable").statusCode());
        assertEquals(303, TestPeople.visitor().post("/console/sign-in", signIn).statusCode());
        assertEquals(404, olga.post(HERE + "/" + UUID.randomUUID() + "/disable").statusCode());
    }

    @Test
    void ones_own_row_says_so_and_offers_nothing() {
        Element row = olga.page(HERE).selectFirst("tr:contains(" + olga.email() + ")");
        assertTrue(row.text().contains("This is you"));
        assertTrue(row.select("form").isEmpty());
        for (String deed : List.of("/disable", "/reset-link")) {
            Response refused = olga.post(HERE + "/" + olga.personId() + deed);
            assertEquals(422, refused.statusCode());
            assertTrue(refused.asString().contains("This is you."));
        }
    }

    @Test
    void an_operator_gets_a_link_for_a_new_password_from_another_one() {
        TestBrowser nils = TestPeople.operator();
        String action = olga.page(HERE)
                .select("tr:contains(" + nils.email() + ") form[action$=/reset-link]")
                .attr("action");
        Response made = olga.post(action);
        assertEquals("no-store", made.header("Cache-Control"));
        String link = link(made);
        TestBrowser visitor = TestPeople.visitor();
        assertTrue(visitor.page(link).text().contains(nils.email()));
        assertEquals(422, visitor.post(link, Map.of("password", "short")).statusCode());
        String fresh = "purple otter under stairs";
        assertEquals(
                "/console/sign-in",
                visitor.post(link, Map.of("password", fresh)).header("Location"));
        assertEquals(410, visitor.get(link).statusCode());
        assertEquals(303, nils.get(HERE).statusCode(), "the old session ended");
        Map<String, String> signIn = Map.of("email", nils.email(), "password", fresh);
        assertEquals(303, visitor.post("/console/sign-in", signIn).statusCode());
        assertTrue(olga.page("/console/audit?target=" + nils.email()).text().contains("operator.reset-link-made"));

        String unused = link(olga.post(action));
        olga.post(HERE + "/" + nils.personId() + "/disable");
        assertEquals(410, visitor.get(unused).statusCode());
        assertEquals(422, olga.post(action).statusCode());
    }

    @Test
    void the_last_operator_stays() {
        List<UUID> others = QuarkusTransaction.requiringNew()
                .call(() -> Operator.<Operator>list("disabled = false and id <> ?1", olga.personId()).stream()
                        .map(operator -> operator.id)
                        .toList());
        turn(others, true);
        try {
            Refused refused = assertThrows(Refused.class, () -> operators.disable(olga.personId()));
            assertTrue(refused.getMessage().contains("is the last operator"));
            assertEquals(200, olga.get(HERE).statusCode());
        } finally {
            turn(others, false);
        }
    }

    @Test
    void whoever_is_invited_has_the_rights_that_the_invitation_says() {
        String form = HERE + "/invite";
        assertEquals(422, olga.post(form, Map.of("email", email)).statusCode());
        assertEquals(
                422,
                olga.post(form, Map.of("email", email, "role", "AUDITOR", "reach", "some"))
                        .statusCode());
        String group = "00000000-0000-4000-8000-000000000001";
        String link = link(
                olga.post(form, Map.of("email", email, "role", "AUDITOR", "reach", "some", "groups", List.of(group))));
        TestBrowser nils = TestPeople.visitor();
        nils.post(link, Map.of("name", "Nils", "password", PASSWORD));
        Element row = olga.page(HERE).selectFirst("tr:contains(" + email + ")");
        assertTrue(row.text().contains("Auditor default"), row.text());
        nils.post("/console/sign-in", Map.of("email", email, "password", PASSWORD));
        assertEquals(200, nils.get("/console/services").statusCode());
        assertEquals(403, nils.get(HERE).statusCode());
        assertEquals(403, nils.post("/console/services/new").statusCode());

        String page = row.select("td[data-label=Role] a").attr("href");
        assertEquals(
                HERE,
                olga.post(page, Map.of("role", "PUBLISHER", "reach", "all")).header("Location"));
        assertEquals(422, nils.post("/console/services/new").statusCode(), "at the next page");
        assertEquals(403, nils.get("/console/keys").statusCode());
        assertEquals(
                422,
                olga.post(HERE + "/" + olga.personId(), Map.of("role", "ADMIN", "reach", "all"))
                        .statusCode());
        assertTrue(olga.page("/console/audit?target=" + email).text().contains("operator.rights-changed"));
    }

    @Test
    void a_developer_gets_a_link_for_a_new_password() {
        TestBrowser ann = TestPeople.developer();
        Response made = olga.post("/console/developers/" + ann.personId() + "/reset-link");
        assertEquals("no-store", made.header("Cache-Control"));
        String link = link(made);
        TestBrowser visitor = TestPeople.visitor();
        assertEquals(
                303,
                visitor.post(link, Map.of("password", "purple otter under stairs"))
                        .statusCode());
        assertEquals(410, visitor.get(link).statusCode());
        assertEquals(303, ann.get("/apps").statusCode());
        assertTrue(olga.page("/console/audit?target=" + ann.email()).text().contains("developer.reset-link-made"));
        assertEquals(
                404,
                olga.post("/console/developers/" + UUID.randomUUID() + "/reset-link")
                        .statusCode());
    }

    private static void turn(List<UUID> operators, boolean disabled) {
        QuarkusTransaction.requiringNew()
                .run(() -> Operator.update("disabled = ?1 where id in ?2", disabled, operators));
    }

    private static Map<String, Object> invitation(String email) {
        return Map.of("email", email, "role", "ADMIN", "reach", "all");
    }

    private static String link(Response made) {
        Document page = Jsoup.parse(made.asString());
        return page.select(".copy input").val().replaceFirst("^https?://[^/]+", "");
    }
}
