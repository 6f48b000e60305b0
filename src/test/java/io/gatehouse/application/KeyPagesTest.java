package io.gatehouse.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.mail.OutgoingMail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeyPagesTest {
    private TestBrowser ann;
    private String app;

    @BeforeEach
    void begin() {
        ann = TestPeople.developer();
        app = ann.post("/apps/new", Map.of("name", "Board")).header("Location").replaceFirst("^http://[^/]+", "");
    }

    @Test
    void a_key_is_shown_once_and_by_no_other_page() {
        Response answer = create(fields("laptop", "90"));
        assertEquals(200, answer.statusCode());
        assertEquals("no-store", answer.header("Cache-Control"));
        String key = Jsoup.parse(answer.asString()).select(".copy input").val();
        assertTrue(key.matches("gh_[a-z]+_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}"), key);

        Document list = ann.page(app + "/keys");
        assertTrue(list.text().contains(key.substring(0, 8)), list.text());
        assertTrue(list.text().contains("…" + key.substring(key.length() - 4)));
        String id = list.select("tbody a").attr("href");
        TestBrowser olga = TestPeople.operator();
        String appId = app.replace("/apps/", "");
        String secret = key.substring(8, key.length() - 4);
        for (String page : List.of(app, app + "/access", app + "/keys", app + "/keys/new", app + "/usage", id, "/apps"))
            assertFalse(ann.get(page).asString().contains(secret), page);
        for (String page : List.of(
                "/console",
                "/console/apps/" + appId,
                "/console/keys?q=laptop",
                "/console/audit?action=key.minted",
                "/console/audit/export")) assertFalse(olga.get(page).asString().contains(secret), page);
        assertEquals(0, AuditEntry.count("detail like ?1", "%" + secret + "%"));
        assertEquals(0, OutgoingMail.count("textBody like ?1", "%" + secret + "%"));
    }

    @Test
    void a_used_form_mints_no_second_key() {
        Map<String, Object> fields = fields("laptop", "30");
        assertEquals(200, create(fields).statusCode());
        Response again = create(fields);
        assertEquals(422, again.statusCode());
        assertTrue(again.asString().contains("This form was used already"));
        Document page = Jsoup.parse(again.asString());
        assertEquals("laptop", page.select("#name").val());
        assertFalse(
                page.select("input[name=key]").val().equals(fields.get("key").toString()));
        assertEquals(1, ann.page(app + "/keys").select("tbody tr").size());
    }

    @Test
    void pressing_twice_at_once_mints_one_key() {
        Map<String, Object> fields = fields("laptop", "30");
        List<Integer> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> create(fields).statusCode())
                .sorted()
                .toList();
        assertEquals(List.of(200, 422, 422, 422), answers);
        assertEquals(1, ann.page(app + "/keys").select("tbody tr").size());
    }

    @Test
    void the_chosen_time_is_kept() {
        create(fields("month", "30"));
        create(fields("year", "365"));
        create(fields("ever", "never"));
        Instant now = Instant.now();
        assertEquals(30, days(now, one("month").expiresAt));
        assertEquals(365, days(now, one("year").expiresAt));
        assertNull(one("ever").expiresAt);
    }

    @Test
    void bad_input_is_refused_and_kept() {
        create(fields("laptop", "90"));
        for (Map<String, Object> bad : List.of(
                fields("", "365"), fields("Laptop", "365"), fields("x".repeat(81), "365"), fields("other", "1"))) {
            Response answer = create(bad);
            assertEquals(422, answer.statusCode());
            Document page = Jsoup.parse(answer.asString());
            assertEquals(bad.get("name"), page.select("#name").val());
            assertEquals(1, page.select(".problems li a").size());
            if (bad.get("expires").equals("365"))
                assertEquals("365", page.select("input[name=expires][checked]").val());
        }
        assertEquals(422, create(Map.of("name", "no time")).statusCode());
        assertEquals(1, ann.page(app + "/keys").select("tbody tr").size());
    }

    @Test
    void a_revoked_key_stays_revoked() {
        create(fields("laptop", "90"));
        String path = app + "/keys/" + one("laptop").id + "/revoke";
        assertEquals(303, ann.post(path).statusCode());
        Document list = ann.page(app + "/keys");
        assertTrue(list.text().contains("Revoked"));
        assertEquals(0, list.select("tbody form").size());
        Instant revokedAt = one("laptop").revokedAt;
        assertNotNull(revokedAt);
        assertEquals(303, ann.post(path).statusCode());
        assertEquals(revokedAt, one("laptop").revokedAt);
        assertEquals(200, create(fields("laptop", "90")).statusCode());
    }

    @Test
    void keys_of_others_and_of_nobody_are_not_found() {
        create(fields("laptop", "90"));
        UUID key = one("laptop").id;
        TestBrowser eve = TestPeople.developer("Eve");
        String hers =
                eve.post("/apps/new", Map.of("name", "Hers")).header("Location").replaceFirst("^http://[^/]+", "");
        for (String path : List.of(app + "/keys/" + key, hers + "/keys/" + key)) {
            assertEquals(404, eve.get(path).statusCode());
            assertEquals(404, eve.get(path + "/last-call").statusCode());
            assertEquals(404, eve.post(path + "/revoke").statusCode());
        }
        assertEquals(404, ann.get(app + "/keys/" + UUID.randomUUID()).statusCode());
        assertNull(one("laptop").revokedAt);
    }

    @Test
    void before_its_first_call_a_key_says_that_it_waits() {
        create(fields("laptop", "90"));
        String path = app + "/keys/" + one("laptop").id;
        assertTrue(ann.page(path).text().contains("Waiting for the first call"));
        assertEquals(204, ann.get(path + "/last-call").statusCode());
    }

    private Response create(Map<String, Object> fields) {
        return ann.post(app + "/keys/new", fields);
    }

    private static Map<String, Object> fields(String name, String expires) {
        return Map.of("key", UUID.randomUUID(), "name", name, "expires", expires);
    }

    /** Read anew, since a test's own session remembers what it has seen. */
    private ApiKey one(String name) {
        UUID id = UUID.fromString(app.replace("/apps/", ""));
        return QuarkusTransaction.requiringNew()
                .call(() -> ApiKey.<ApiKey>find("name = ?1 and application.id = ?2", name, id)
                        .firstResult());
    }

    private static long days(Instant from, Instant to) {
        return Math.round(Duration.between(from, to).toHours() / 24.0);
    }
}
