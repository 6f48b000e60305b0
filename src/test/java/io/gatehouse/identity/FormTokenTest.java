package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.gatehouse.web.Cookies;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which form tokens count: the session's for whoever is signed in, the visit's for everybody else, never both. */
@QuarkusTest
class FormTokenTest {
    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void what_was_handed_out_before_a_sign_in_is_worth_nothing_after_it() {
        String email = TestPeople.developer().email();
        TestBrowser browser = TestPeople.visitor();
        String token = token(browser, "/sign-in");
        String visit = browser.cookies().get(Cookies.VISIT);
        assertEquals(303, signIn(browser, token, email));
        assertFalse(browser.cookies().containsKey(Cookies.VISIT), "dropped");
        browser.cookies().put(Cookies.VISIT, visit);
        assertEquals(403, rename(browser, token));
        assertEquals(303, rename(browser, token(browser, "/account")));
    }

    @Test
    void what_was_handed_out_before_a_sign_out_is_worth_nothing_after_it() {
        TestBrowser ann = TestPeople.developer();
        String token = token(ann, "/account");
        ann.cookies().put(Cookies.VISIT, "of before");
        assertEquals("/", ann.postWithToken(token, "/sign-out", Map.of()).header("Location"));
        assertFalse(ann.cookies().containsKey(Cookies.VISIT), "dropped");
        assertEquals(403, signIn(ann, token, ann.email()));
        String fresh = token(ann, "/sign-in");
        assertNotEquals(token, fresh);
        assertEquals(303, signIn(ann, fresh, ann.email()));
    }

    @Test
    void the_cookie_of_an_ended_session_does_not_stand_in_the_way() {
        TestBrowser ann = TestPeople.developer();
        String before = token(ann, "/account");
        TestPeople.bean(Sessions.class).endAll(AccountKind.DEVELOPER, ann.personId());
        assertEquals(403, signIn(ann, before, ann.email()));
        assertEquals(303, signIn(ann, token(ann, "/sign-in"), ann.email()));
    }

    @Test
    void an_operator_has_a_token_for_the_console_and_is_a_visitor_elsewhere() {
        TestBrowser olga = TestPeople.operator();
        String token = token(olga, "/console/account");
        assertEquals(
                303,
                olga.postWithToken(token, "/console/account/sessions/end-others", Map.of())
                        .statusCode());
        assertEquals(403, olga.postWithToken(token, "/appearance", Map.of()).statusCode());
        assertEquals(
                303,
                olga.postWithToken(token(olga, "/appearance"), "/appearance", Map.of("mode", "dark", "next", "/"))
                        .statusCode());
    }

    private static String token(TestBrowser browser, String page) {
        return browser.page(page).select("input[name=csrf]").val();
    }

    private static int signIn(TestBrowser browser, String token, String email) {
        return browser.postWithToken(token, "/sign-in", Map.of("email", email, "password", TestPeople.PASSWORD))
                .statusCode();
    }

    private static int rename(TestBrowser browser, String token) {
        return browser.postWithToken(token, "/account", Map.of("name", "Ann Other"))
                .statusCode();
    }
}
