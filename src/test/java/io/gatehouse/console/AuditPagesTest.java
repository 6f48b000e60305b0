package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.db.Queries;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditPagesTest {
    private final TestBrowser olga = TestPeople.operator();

    @Test
    void who_did_what_is_found_by_each_filter() {
        TestBrowser ann = TestPeople.developer("Auda " + UUID.randomUUID());
        ann.post("/apps/new", Map.of("name", "Board"));
        String who = "actor=" + ann.personId();
        Document page = olga.page("/console/audit?" + who);
        assertEquals(1, page.select("tbody").size());
        assertTrue(page.select("tbody").text().contains("application.created Board"), page.text());
        assertTrue(page.select("tbody").text().contains("127.0.0.1"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertEquals(1, rows(who + "&action=application.created&target=board&from=" + today + "&to=" + today));
        assertEquals(0, rows(who + "&action=developer.created"));
        assertEquals(0, rows(who + "&to=" + today.minusDays(1)));
        assertEquals(0, rows(who + "&from=" + today.plusDays(1)));
        assertEquals(1, rows(who + "&from=nonsense"));
    }

    @Test
    void what_was_before_and_after_can_be_opened() {
        TestBrowser ann = TestPeople.developer();
        String app = ann.post("/apps/new", Map.of("name", "Board"))
                .header("Location")
                .replaceFirst("^http://[^/]+", "");
        ann.post(app + "/settings", Map.of("name", "Rain"));
        Document page = olga.page("/console/audit?action=application.changed&actor=" + ann.personId());
        assertTrue(page.select(".audit-more details").text().contains("Board"), page.text());
    }

    @Test
    void long_lists_are_paged() {
        TestBrowser ann = TestPeople.developer();
        String app = ann.post("/apps/new", Map.of("name", "Board 0"))
                .header("Location")
                .replaceFirst("^http://[^/]+", "");
        String who = "/console/audit?actor=" + ann.personId();
        long few = Queries.of(() -> olga.page(who));
        for (int i = 1; i <= 55; i++) ann.post(app + "/settings", Map.of("name", "Board " + i));
        Document first = olga.page(who);
        assertEquals(50, first.select("tbody").size());
        assertTrue(first.select(".pager").text().contains("1–50 of 56"));
        Document second = olga.page(first.select(".pager a[rel=next]").attr("href"));
        assertEquals(6, second.select("tbody").size());
        assertEquals(few, Queries.of(() -> olga.page(who)));
    }

    @Test
    void the_export_is_no_formula() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(303, ann.post("/apps/new", Map.of("name", "@SUM(A1)")).statusCode());
        Response export = olga.get("/console/audit/export?actor=" + ann.personId());
        assertEquals(200, export.statusCode());
        assertTrue(export.header("Content-Type").startsWith("text/csv"));
        assertTrue(export.header("Content-Disposition").contains("attachment"));
        String[] lines = export.asString().split("\r\n");
        assertEquals(2, lines.length);
        assertTrue(lines[1].contains(",\"'@SUM(A1)\","), lines[1]);
        assertEquals("\"'=a\"\"b\"", AuditCsv.cell("=a\"b"));
        assertEquals("\"\"", AuditCsv.cell(null));
    }

    @Test
    void developers_see_nothing_of_it() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(303, ann.get("/console/audit").statusCode());
        Response export = ann.get("/console/audit/export");
        assertFalse(export.asString().contains("actor"));
        assertEquals(303, export.statusCode());
    }

    private int rows(String query) {
        return olga.page("/console/audit?" + query).select("tbody").size();
    }
}
