package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Consumers;
import io.gatehouse.application.TestOffer;
import io.gatehouse.db.Queries;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.mail.TestMails;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AppPagesTest {
    @Inject
    Consumers consumers;

    private TestOffer offer;
    private TestBrowser ann;
    private TestBrowser olga;
    private UUID app;

    @BeforeEach
    void begin() {
        offer = TestOffer.fresh();
        ann = TestPeople.developer();
        olga = TestPeople.operator();
        app = register("Board", offer.free());
    }

    @Test
    void the_page_of_an_app_shows_its_owner_registrations_and_keys() {
        Document page = olga.page("/console/apps/" + app);
        assertTrue(page.text().contains(ann.email()));
        assertTrue(page.text().contains(offer.name()));
        assertTrue(page.text().contains("First key"));
        assertTrue(page.select("figure.chart").text().contains("Nothing in this time"));
        assertFalse(page.text().contains("Its owner is"));
        assertTrue(page.select(".timeline").text().contains("Key minted"));
    }

    @Test
    void moving_to_gold_is_one_choice() {
        Response answer = olga.post("/console/registrations/" + registration() + "/move", Map.of("plan", offer.gold()));
        assertEquals(303, answer.statusCode());
        assertEquals(
                offer.gold().toString(),
                olga.page("/console/apps/" + app)
                        .select("select[name=plan] option[selected]")
                        .val());
        assertTrue(consumer(app).orElse("").startsWith("gold-"));
    }

    @Test
    void a_registration_is_suspended_with_a_reason_and_comes_back() {
        String path = "/console/registrations/" + registration();
        Response answer = olga.post(path + "/suspend", Map.of("reason", " "));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("Give it a reason"));
        assertEquals(
                303, olga.post(path + "/suspend", Map.of("reason", "Too eager")).statusCode());
        assertTrue(consumer(app).isEmpty());
        assertTrue(olga.page("/console/apps/" + app).text().contains("Too eager"));
        assertEquals(422, olga.post(path + "/approve").statusCode(), "it does not wait");
        assertEquals(303, olga.post(path + "/reinstate").statusCode());
        assertTrue(consumer(app).isPresent());
    }

    @Test
    void the_owner_is_told_by_mail_what_an_operator_did_and_why() {
        String path = "/console/apps/" + app;
        olga.post(path + "/suspend", Map.of("reason", "Too many calls at night."));
        TestMails.Mail suspended = TestMails.newest(ann.email());
        assertTrue(suspended.subject().contains("“Board” is suspended"), suspended.subject());
        assertTrue(suspended.text().contains("Too many calls at night."));
        olga.post(path + "/suspend", Map.of("reason", "Once more."));
        assertFalse(TestMails.newest(ann.email()).text().contains("Once more."), "nothing changed");
        olga.post(path + "/reinstate", Map.of("reason", "They fixed it."));
        assertTrue(TestMails.newest(ann.email()).text().contains("They fixed it."));

        UUID key = keyOf(app);
        olga.post(path + "/keys/" + key + "/revoke", Map.of("reason", "It stood in a public repository."));
        TestMails.Mail revoked = TestMails.newest(ann.email());
        assertTrue(revoked.subject().contains("A key of “Board” was revoked"), revoked.subject());
        assertTrue(revoked.text().contains("It stood in a public repository."));
        String history = olga.page("/console/audit?target=" + key).text();
        assertTrue(history.contains("It stood in a public repository."), history);
    }

    @Test
    void a_reason_is_not_needed_to_revoke_a_key_from_the_list() {
        UUID key = keyOf(app);
        String tooLong = "x".repeat(501);
        olga.post("/console/keys/" + key + "/revoke", Map.of("reason", tooLong));
        assertNull(QuarkusTransaction.requiringNew().call(() -> ApiKey.<ApiKey>findById(key).revokedAt));
        olga.post("/console/keys/" + key + "/revoke");
        assertTrue(TestMails.newest(ann.email()).text().contains("It opens nothing any more."));
    }

    @Test
    void a_refused_reason_comes_back_as_it_was_typed() {
        UUID waiting = register("Second board", offer.partner());
        String id = registrationOf(waiting);
        String tooLong = "x".repeat(501);
        Response answer = olga.post(
                "/console/registrations/" + id + "/decline", Map.of("reason", tooLong, "box", "decline-reason-" + id));
        assertEquals(422, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        assertEquals(tooLong, page.select("#decline-reason-" + id).text());
        assertEquals(
                303,
                olga.post("/console/registrations/" + id + "/decline", Map.of("reason", "Not now"))
                        .statusCode());
        answer = olga.post("/console/registrations/" + id + "/decline", Map.of("reason", "Again"));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.asString().contains("already declined by Olga Operator on "));
    }

    @Test
    void suspending_an_app_stops_it_until_it_is_reinstated() {
        assertEquals(303, olga.post("/console/apps/" + app + "/suspend").statusCode());
        assertFalse(consumers.of(app).orElseThrow().active());
        assertTrue(ann.page("/apps/" + app).text().contains("This app is suspended"));
        assertEquals(
                422,
                ann.post(
                                "/apps/" + app + "/keys/new",
                                Map.of("key", UUID.randomUUID(), "name", "more", "expires", "30"))
                        .statusCode());
        assertEquals(303, olga.post("/console/apps/" + app + "/reinstate").statusCode());
        assertTrue(consumers.of(app).orElseThrow().active());
    }

    @Test
    void any_key_is_found_by_its_last_letters_and_revoked() {
        ApiKey key = ApiKey.find("application.id", app).firstResult();
        Document page = olga.page("/console/keys?q=" + key.lastFour + "+board");
        assertEquals(1, page.select("tbody tr").size());
        assertTrue(page.text().contains(key.shown()));
        Response answer = olga.post("/console/keys/" + key.id + "/revoke?back=%2Fconsole%2Fkeys%3Fq%3Dboard");
        assertTrue(answer.header("Location").endsWith("/console/keys?q=board"), answer.header("Location"));
        assertNotNull(revokedAt(key.id));
        assertEquals(303, olga.post("/console/keys/" + key.id + "/revoke").statusCode());
        assertEquals(
                404, olga.post("/console/keys/" + UUID.randomUUID() + "/revoke").statusCode());
    }

    @Test
    void a_whole_key_is_found_and_not_repeated() {
        Response minted = ann.post(
                "/apps/" + app + "/keys/new", Map.of("key", UUID.randomUUID(), "name", "leaked", "expires", "30"));
        String secret = Jsoup.parse(minted.asString()).select(".copy input").val();
        Response answer = olga.get("/console/keys?q=" + secret);
        assertEquals(303, answer.statusCode());
        String where = answer.header("Location").replaceFirst("^http://[^/]+", "");
        assertFalse(where.contains(secret));
        assertEquals("leaked", olga.page(where).select("td[data-label=Name]").text());
    }

    @Test
    void a_key_is_revoked_on_the_page_of_its_own_app_only() {
        ApiKey key = ApiKey.find("application.id", app).firstResult();
        UUID other = register("Second board", offer.free());
        String deed = "/keys/" + key.id + "/revoke";
        assertEquals(404, olga.post("/console/apps/" + other + deed).statusCode());
        assertNull(revokedAt(key.id));
        assertEquals(303, olga.post("/console/apps/" + app + deed).statusCode());
    }

    @Test
    void unknown_ids_are_not_found() {
        UUID nobody = UUID.randomUUID();
        assertEquals(404, olga.get("/console/apps/" + nobody).statusCode());
        assertEquals(404, olga.post("/console/apps/" + nobody + "/suspend").statusCode());
        assertEquals(
                404,
                olga.post("/console/registrations/" + nobody + "/move", Map.of("plan", offer.gold()))
                        .statusCode());
        assertEquals(
                404,
                olga.post("/console/registrations/" + registration() + "/move", Map.of("plan", nobody))
                        .statusCode());
        assertEquals(
                422,
                olga.post("/console/registrations/" + registration() + "/move", Map.of("plan", ""))
                        .statusCode());
    }

    @Test
    void developers_have_no_business_here() {
        for (String path : new String[] {"/console/apps", "/console/apps/" + app, "/console/keys", "/console/inbox"})
            assertEquals(303, ann.get(path).statusCode(), path);
        assertEquals(303, ann.post("/console/apps/" + app + "/suspend").statusCode());
        assertTrue(consumers.of(app).orElseThrow().active());
    }

    @Test
    void lists_need_the_same_queries_for_many_rows() {
        String marker = "Marked" + UUID.randomUUID().toString().substring(0, 8);
        register(marker + " 0", offer.free());
        String[] lists = {"/console/apps?q=" + marker, "/console/keys?q=" + marker};
        long[] few = {Queries.of(() -> olga.page(lists[0])), Queries.of(() -> olga.page(lists[1]))};
        for (int i = 1; i < 8; i++) register(marker + " " + i, offer.free());
        for (int i = 0; i < lists.length; i++) {
            String list = lists[i];
            assertEquals(8, olga.page(list).select("tbody tr").size());
            assertEquals(few[i], Queries.of(() -> olga.page(list)), list);
        }
    }

    @Test
    void a_search_without_a_hit_offers_a_way_back() {
        for (String list : new String[] {"/console/apps", "/console/keys", "/console/developers", "/console/audit"}) {
            String filter = list.endsWith("audit") ? "?target=" : "?q=";
            Document page = olga.page(list + filter + "no-such-thing-%25_!");
            assertTrue(page.select(".empty").text().contains("Nothing matches"), list);
            assertEquals(list, page.select(".empty a").attr("href"));
        }
    }

    private static UUID keyOf(UUID app) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ApiKey.<ApiKey>find("application.id", app).firstResult().id);
    }

    private UUID register(String name, UUID plan) {
        ann.post(offer.path() + "/register", Map.of("application", "new", "name", name, "plan", plan));
        return UUID.fromString(ann.page("/apps")
                .select("tbody a:containsOwn(" + name + ")")
                .attr("href")
                .replace("/apps/", ""));
    }

    /** Read anew, since a test's own session remembers what it has seen. */
    private static Instant revokedAt(UUID key) {
        return QuarkusTransaction.requiringNew().call(() -> ApiKey.<ApiKey>findById(key).revokedAt);
    }

    private String registration() {
        return registrationOf(app);
    }

    private String registrationOf(UUID id) {
        return olga.page("/console/apps/" + id)
                .select("form[action$=/move]")
                .attr("action")
                .replaceAll(".*/registrations/|/move$", "");
    }

    private Optional<String> consumer(UUID id) {
        return consumers.of(id).map(view -> view.planByVersion().get(offer.versionId()));
    }
}
