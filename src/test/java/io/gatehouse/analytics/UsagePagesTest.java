package io.gatehouse.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.TestOffer;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UsagePagesTest {
    @Inject
    UsageInbox inbox;

    private TestBrowser ann;
    private String path;
    private UUID app;
    private UUID key;

    @BeforeEach
    void begin() {
        ann = TestPeople.developer();
        path = ann.post("/apps/new", Map.of("name", "Board " + UUID.randomUUID()))
                .header("Location")
                .replaceFirst("^http://[^/]+", "");
        app = UUID.fromString(path.replace("/apps/", ""));
        key = UUID.randomUUID();
        ann.post(path + "/keys/new", Map.of("key", key, "name", "laptop", "expires", "30"));
    }

    @Test
    void an_app_that_never_called_says_so() {
        assertTrue(ann.page(path + "/usage").select(".empty").text().contains("No call in the last 24 hours"));
    }

    @Test
    void calls_are_shown_as_figures_bars_a_table_and_one_by_one() {
        call(200, null);
        call(200, null);
        call(429, "rate-limiting");
        call(502, "proxy");
        inbox.flush();

        Document page = ann.page(path + "/usage");
        assertEquals("Calls 4", page.select(".stat").get(0).text());
        assertEquals("Over the limit 1", page.select(".stat").get(1).text());
        assertEquals("Errors 1", page.select(".stat").get(2).text());
        assertEquals(3, page.select("svg.bars rect").size());
        assertEquals(24, page.select(".chart-table tbody tr").size());
        assertEquals(4, page.select("td[data-label='Request id']").size());
        assertTrue(page.text().contains("rate-limiting"));

        assertTrue(
                ann.page("/apps").select("td[data-label='Calls, 24 h']").text().contains("4"));
        TestBrowser olga = TestPeople.operator();
        assertEquals(
                3, olga.page("/console/apps/" + app).select("svg.bars rect").size());
        assertFalse(olga.page("/console").select(".stats").isEmpty());
    }

    @Test
    void a_meter_says_how_much_of_each_limit_is_used() {
        TestOffer offer = TestOffer.fresh();
        UUID service = UUID.randomUUID();
        QuarkusTransaction.requiringNew()
                .run(() -> ApiVersion.update("serviceName = ?1 where id = ?2", service.toString(), offer.versionId()));
        ann.post(offer.path() + "/register", Map.of("application", app, "plan", offer.free()));
        assertMeter("Calls in the last minute 0 of 10");
        for (int i = 0; i < 7; i++) call(service, 200, null);
        call(service, 404, null);
        call(service, 429, "rate-limiting");
        inbox.flush();
        assertMeter("Calls in the last minute 8 of 10");
        String counted = ann.page(path + "/usage").select(".as-of").text();
        assertTrue(counted.matches("Counted until \\d\\d:\\d\\d:\\d\\d UTC.*"), counted);
    }

    private void assertMeter(String words) {
        assertEquals(words, ann.page(path).select(".limit-meter .meter p").text());
        Document usage = ann.page(path + "/usage");
        assertEquals(words, usage.select(".limits .meter p").text());
        assertTrue(usage.select(".limits").text().contains("Free · 10 calls a minute"));
    }

    @Test
    void the_page_of_a_new_key_hears_of_its_first_call() {
        String lastCall = path + "/keys/" + key + "/last-call";
        assertEquals(204, ann.get(lastCall).statusCode());
        call(200, null);
        inbox.flush();
        Response answer = ann.get(lastCall);
        assertEquals(200, answer.statusCode());
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals(200, answer.jsonPath().getInt("status"));
        assertEquals(7, answer.jsonPath().getInt("totalMillis"));
        assertTrue(ann.page(path + "/keys/" + key).text().contains("The last call was answered with 200 in 7 ms"));
    }

    private void call(int status, String refusal) {
        call(UUID.randomUUID(), status, refusal);
    }

    private void call(UUID service, int status, String refusal) {
        inbox.take(new UsageRecord(
                System.currentTimeMillis(),
                UUID.randomUUID().toString(),
                app,
                key,
                service,
                UUID.randomUUID(),
                "GET",
                "/weather",
                status,
                7,
                5,
                refusal));
    }
}
