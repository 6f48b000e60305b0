package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AccountPagesTest {
    private static final String NEW = "purple otter under stairs";

    private TestBrowser ann;

    @BeforeEach
    void start() {
        Attempts.forget();
        ann = TestPeople.developer();
    }

    @Test
    void a_name_can_be_changed() {
        assertEquals(
                "/account",
                ann.post("/account", Map.of("name", " Ann <Other> ")).header("Location"));
        Document page = ann.page("/account");
        assertEquals("Ann <Other>", page.select("#name").val());
        assertTrue(page.text().contains("Your profile is saved."));
        assertEquals("Approved", page.select("main .badge").text());
        Response refused = ann.post("/account", Map.of("name", "x".repeat(121)));
        assertEquals(422, refused.statusCode());
        assertEquals(121, Jsoup.parse(refused.asString()).select("#name").val().length());
    }

    @Test
    void a_new_password_takes_the_old_one_and_ends_other_sessions() {
        TestBrowser other = TestPeople.again(ann);
        TestBrowser stolen = TestPeople.visitor();
        stolen.cookies().putAll(ann.cookies());
        Response wrong = ann.post("/account/password", Map.of("current", "not it at all", "password", NEW));
        assertEquals(422, wrong.statusCode());
        assertEquals(
                "This is not your password.",
                Jsoup.parse(wrong.asString()).select("#current-error").text());
        assertEquals(
                422,
                ann.post("/account/password", Map.of("current", PASSWORD, "password", "short"))
                        .statusCode());
        assertEquals(200, other.get("/account").statusCode());
        assertEquals(
                303,
                ann.post("/account/password", Map.of("current", PASSWORD, "password", NEW))
                        .statusCode());
        assertEquals(200, ann.get("/account").statusCode(), "a new session takes the place of this one");
        assertEquals(303, stolen.get("/account").statusCode(), "whoever had its cookie is out");
        assertEquals(303, other.get("/account").statusCode());
        assertEquals(
                303,
                TestPeople.visitor()
                        .post("/sign-in", Map.of("email", ann.email(), "password", NEW))
                        .statusCode());
    }

    @Test
    void sessions_are_listed_and_can_be_ended() {
        TestBrowser second = TestPeople.again(ann);
        TestBrowser third = TestPeople.again(ann);
        Document page = ann.page("/account/sessions");
        assertEquals(3, page.select("tbody tr").size());
        assertEquals(1, page.select("tbody tr:contains(This browser)").size());
        assertEquals(
                303, ann.post(page.select("tbody form").first().attr("action")).statusCode());
        assertEquals(2, ann.page("/account/sessions").select("tbody tr").size());
        ann.post("/account/sessions/end-others");
        assertEquals(303, second.get("/account").statusCode());
        assertEquals(303, third.get("/account").statusCode());
        assertEquals(200, ann.get("/account").statusCode());
    }

    @Test
    void somebody_elses_session_is_not_found() {
        TestBrowser bob = TestPeople.developer();
        TestPeople.again(bob);
        String end = bob.page("/account/sessions").select("tbody form").first().attr("action");
        assertEquals(404, ann.post(end).statusCode());
        assertEquals(404, ann.post("/account/sessions/not-an-id/end").statusCode());
        assertEquals(2, bob.page("/account/sessions").select("tbody tr").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0 | Edge on Windows",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1 | Safari on iPhone",
                "curl/8.5.0 | curl",
                "'' | Unknown browser"
            })
    void a_browser_is_named_in_words(String userAgent, String words) {
        assertEquals(words, SessionRow.browser(userAgent));
    }
}
