package io.gatehouse.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** A form that was opened before somebody signed in or out loses nothing that was typed. */
@QuarkusTest
class StaleFormTest {
    private static final String TYPED = "Ann “Änne”\r\n<b>& more</b>";

    @Test
    void what_was_typed_comes_back_and_can_be_sent_again() {
        TestBrowser ann = TestPeople.developer().from("/account?tab=profile");
        Response refused = ann.postWithToken("stale", "/account", Map.of("name", TYPED, "password", "a secret"));
        assertEquals(403, refused.statusCode());
        assertFalse(refused.asString().contains("a secret"));
        Document page = Jsoup.parse(refused.asString());
        assertTrue(page.text().contains("This form was out of date"));
        assertEquals(
                "/account?tab=profile",
                page.select("a:contains(Back to the form)").attr("href"));
        Element form = page.selectFirst("main form[method=post]");
        assertEquals("/account", form.attr("action"));
        assertEquals(TYPED, form.select("[name=name]").val());
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : form.select("input")) fields.put(field.attr("name"), field.val());
        fields.put("name", "Ann Again");
        String token = fields.remove("csrf");
        assertEquals(303, ann.postWithToken(token, form.attr("action"), fields).statusCode());
    }

    @Test
    void a_file_has_to_be_chosen_once_more() {
        TestBrowser olga = TestPeople.operator().from("/console/theme");
        olga.staleToken("stale");
        Response refused = olga.upload("/console/theme", Map.of("name", "Blue"), "logo", "our.png", new byte[] {1});
        assertEquals(403, refused.statusCode());
        Element form = Jsoup.parse(refused.asString()).selectFirst("main form");
        assertEquals("multipart/form-data", form.attr("enctype"));
        assertEquals("Blue", form.select("[name=name]").val());
        assertEquals("logo", form.select("[type=file]").attr("name"));
        assertTrue(form.text().contains("Choose “our.png” once more"));
    }

    @Test
    void a_form_that_may_come_from_elsewhere_is_not_repeated() {
        Response refused = TestPeople.developer().postWithToken("stale", "/account", Map.of("name", "Mallory"));
        assertEquals(403, refused.statusCode());
        assertNull(Jsoup.parse(refused.asString()).selectFirst("main form"));
        assertFalse(refused.asString().contains("Mallory"));
    }

    @Test
    void a_message_for_the_page_after_waits_for_it() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(303, ann.post("/account", Map.of("name", "Ann Saved")).statusCode());
        assertEquals(403, ann.postWithToken("stale", "/account", Map.of()).statusCode());
        assertEquals(404, ann.get("/no-such-page").statusCode());
        assertTrue(ann.page("/account").text().contains("Your profile is saved."));
        assertFalse(ann.page("/account").text().contains("Your profile is saved."));
    }

    @Test
    void a_form_after_the_end_of_its_session_can_be_sent_again() {
        for (String[] each : List.of(
                new String[] {"/account", "/sign-in"},
                new String[] {"/console/account/password", "/console/sign-in"})) {
            TestBrowser gone = TestPeople.visitor();
            gone.cookies().put("gh_developer", "ended");
            gone.cookies().put("gh_operator", "ended");
            Response refused = gone.post(each[0], Map.of("name", "Typed"));
            assertEquals(401, refused.statusCode());
            Element link = Jsoup.parse(refused.asString()).selectFirst("main a[target=_blank]");
            assertEquals(each[1], link.attr("href"));
            assertNotEquals(401, gone.get(each[0]).statusCode(), "a page is no loss");
        }
    }
}
