package io.gatehouse.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.db.Queries;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApplicationPagesTest {
    private TestBrowser ann;

    @BeforeEach
    void begin() {
        ann = TestPeople.developer();
    }

    @Test
    void whoever_has_no_app_is_shown_how_to_begin() {
        Document page = ann.page("/apps");
        assertTrue(page.select(".empty").text().contains("No apps yet"));
        assertEquals(1, page.select(".button-primary").size());
    }

    @Test
    void a_new_app_says_what_comes_next() {
        String path = make("Weather board");
        Document page = ann.page(path);
        assertEquals("Weather board", page.select("h1").text());
        assertTrue(page.text().contains("Browse APIs"));
        assertTrue(ann.page("/apps").select("tbody tr").text().contains("nothing yet"));
    }

    @Test
    void each_step_towards_the_first_call_is_named() {
        TestOffer offer = TestOffer.fresh();
        String path = make("Weather board");
        String id = path.replace("/apps/", "");
        ann.post(offer.path() + "/register", Map.of("application", id, "plan", offer.partner()));
        assertTrue(ann.page(path).text().contains("waits for approval"));
        String registration = registration(path);
        ann.post(path + "/access/" + registration + "/plan", Map.of("plan", offer.free()));
        assertTrue(ann.page(path).text().contains("It needs a key"));
        ann.post(path + "/keys/new", Map.of("key", UUID.randomUUID(), "name", "laptop", "expires", "90"));
        Document page = ann.page(path);
        assertTrue(page.text().contains("Make the first call"), page.text());
        assertTrue(page.select(".code code").text().contains("apikey: YOUR_KEY"));
    }

    @Test
    void a_bad_name_is_refused_and_kept() {
        make("Weather board");
        for (String name : List.of("", "weather BOARD", "x".repeat(81))) {
            Response answer = ann.post("/apps/new", Map.of("name", name, "description", "Kept as well"));
            assertEquals(422, answer.statusCode());
            Document page = Jsoup.parse(answer.asString());
            assertEquals(name, page.select("#name").val());
            assertEquals("Kept as well", page.select("#description").text());
            assertFalse(page.select("#name-error").isEmpty());
        }
        assertEquals(1, ann.page("/apps").select("tbody tr").size());
    }

    @Test
    void pressing_twice_at_once_makes_one_app() {
        List<Integer> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> ann.post("/apps/new", Map.of("name", "Twice")).statusCode())
                .sorted()
                .toList();
        assertEquals(List.of(303, 422, 422, 422), answers);
        assertEquals(1, ann.page("/apps").select("tbody tr").size());
    }

    @Test
    void whoever_waits_for_approval_is_told_so() {
        make("Weather board");
        QuarkusTransaction.requiringNew()
                .run(() -> Developer.update("state = ?1 where id = ?2", Developer.State.PENDING, ann.personId()));
        assertTrue(ann.page("/apps").text().contains("Your account waits for approval"));
    }

    @Test
    void a_form_without_its_token_does_nothing() {
        assertEquals(403, ann.postWithoutToken("/apps/new").statusCode());
    }

    @Test
    void nobody_sees_or_touches_the_app_of_another() {
        String path = make("Weather board");
        TestBrowser eve = TestPeople.developer("Eve");
        for (String page : List.of("", "/access", "/keys", "/keys/new", "/usage", "/settings"))
            assertEquals(404, eve.get(path + page).statusCode(), page);
        for (String deed : List.of("/keys/new", "/settings", "/settings/delete"))
            assertEquals(404, eve.post(path + deed, Map.of("name", "Stolen")).statusCode(), deed);
        assertEquals(404, eve.get("/apps/" + UUID.randomUUID()).statusCode());
        assertEquals(404, eve.get("/apps/nonsense").statusCode());
        assertTrue(ann.page(path).text().contains("Weather board"));
    }

    @Test
    void settings_rename_and_describe() {
        String path = make("Weather board");
        Response answer = ann.post(path + "/settings", Map.of("name", "Rain board", "description", "Shows rain"));
        assertEquals(303, answer.statusCode());
        Document page = ann.page(path);
        assertEquals("Rain board", page.select("h1").text());
        assertTrue(page.text().contains("Shows rain"));

        make("Snow board");
        answer = ann.post(path + "/settings", Map.of("name", "Snow board", "description", "Kept"));
        assertEquals(422, answer.statusCode());
        page = Jsoup.parse(answer.asString());
        assertEquals("Snow board", page.select("#name").val());
        assertEquals("Kept", page.select("#description").text());
    }

    @Test
    void an_app_goes_only_when_its_name_is_typed() {
        String path = make("Weather board");
        Response answer = ann.post(path + "/settings/delete", Map.of("confirm", "weather"));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Type the name exactly"));
        assertEquals(
                "weather", Jsoup.parse(answer.asString()).select("#confirm").val());

        answer = ann.post(path + "/settings/delete", Map.of("confirm", "Weather board"));
        assertEquals(303, answer.statusCode());
        assertTrue(ann.page("/apps").text().contains("No apps yet"));
        assertEquals(404, ann.get(path).statusCode());
        make("Weather board");
    }

    @Test
    void the_list_needs_the_same_queries_for_many_apps() {
        TestOffer offer = TestOffer.fresh();
        withKey(offer, "App 0");
        long few = Queries.of(() -> ann.page("/apps"));
        for (int i = 1; i < 8; i++) withKey(offer, "App " + i);
        assertEquals(8, ann.page("/apps").select("tbody tr").size());
        assertEquals(few, Queries.of(() -> ann.page("/apps")));
    }

    private void withKey(TestOffer offer, String name) {
        Response answer =
                ann.post(offer.path() + "/register", Map.of("application", "new", "name", name, "plan", offer.free()));
        assertEquals(200, answer.statusCode());
    }

    private String make(String name) {
        Response answer = ann.post("/apps/new", Map.of("name", name, "description", ""));
        assertEquals(303, answer.statusCode(), answer.asString());
        return answer.header("Location").replaceFirst("^http://[^/]+", "");
    }

    private String registration(String path) {
        return ann.page(path + "/access")
                .select("form[action$=/plan]")
                .attr("action")
                .replaceAll(".*/access/|/plan$", "");
    }
}
