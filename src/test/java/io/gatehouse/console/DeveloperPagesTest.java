package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.application.Consumers;
import io.gatehouse.db.Queries;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.mail.TestMails;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeveloperPagesTest {
    private final TestBrowser olga = TestPeople.operator();

    @Inject
    Consumers consumers;

    @Test
    void a_developer_is_found_by_name_and_state() {
        TestBrowser zoe = TestPeople.developer("Zoë " + UUID.randomUUID());
        Document page = olga.page("/console/developers?q=" + zoe.email().replace("@", "%40") + "&state=approved");
        assertEquals(1, page.select("tbody tr").size());
        assertEquals(
                "/console/developers/" + zoe.personId(), page.select("tbody a").attr("href"));
        page = olga.page("/console/developers?q=" + zoe.email().replace("@", "%40") + "&state=suspended");
        assertTrue(page.text().contains("Nothing matches"));
        assertEquals(200, olga.get("/console/developers?state=nonsense&page=x").statusCode());
    }

    @Test
    void suspending_stops_apps_and_sessions_until_reinstated() {
        TestBrowser ann = TestPeople.developer();
        UUID app = UUID.fromString(ann.post("/apps/new", Map.of("name", "Board"))
                .header("Location")
                .replaceFirst(".*/apps/", ""));
        String path = "/console/developers/" + ann.personId();
        Document page = olga.page(path);
        assertTrue(page.text().contains("Board"));
        assertEquals(1, page.select("section:contains(Signed in) tbody tr").size());
        assertEquals(1, page.select(".actions form[action$=/suspend]").size());

        assertEquals(422, olga.post(path + "/suspend", Map.of("reason", "")).statusCode());
        assertEquals(
                303, olga.post(path + "/suspend", Map.of("reason", "Bills")).statusCode());
        assertFalse(consumers.of(app).orElseThrow().active());
        assertEquals(303, ann.get("/apps").statusCode());
        page = olga.page(path);
        assertTrue(page.text().contains("Bills"));
        assertTrue(page.text().contains("Developer suspended"));
        assertEquals(1, page.select(".actions form[action$=/reinstate]").size());
        assertTrue(olga.page("/console/apps/" + app).text().contains("Its owner is suspended"));

        assertEquals(
                303,
                olga.post(path + "/reinstate", Map.of("reason", "Paid after all"))
                        .statusCode());
        assertTrue(TestMails.newest(ann.email()).text().contains("Paid after all"));
        assertTrue(olga.page("/console/audit?target=" + ann.personId()).text().contains("Paid after all"));
        assertFalse(olga.page(path).select(".notice-warning").text().contains("Paid after all"));
        assertTrue(consumers.of(app).orElseThrow().active());
        assertEquals(Developer.State.APPROVED, state(ann.personId()));
        Response again = olga.post(path + "/reject", Map.of("reason", "Late"));
        assertEquals(422, again.statusCode());
    }

    @Test
    void unknown_developers_are_not_found() {
        String nobody = "/console/developers/" + UUID.randomUUID();
        assertEquals(404, olga.get(nobody).statusCode());
        for (String deed : new String[] {"approve", "reject", "suspend", "reinstate"})
            assertEquals(
                    404, olga.post(nobody + "/" + deed, Map.of("reason", "x")).statusCode(), deed);
    }

    @Test
    void the_list_needs_the_same_queries_for_many_developers() {
        String name = "Marked" + UUID.randomUUID().toString().substring(0, 8);
        TestPeople.developer(name).post("/apps/new", Map.of("name", "Board"));
        long few = Queries.of(() -> olga.page("/console/developers?q=" + name));
        for (int i = 0; i < 6; i++) TestPeople.developer(name).post("/apps/new", Map.of("name", "Board"));
        assertEquals(few, Queries.of(() -> olga.page("/console/developers?q=" + name)));
    }

    /** Read anew, since a test's own session remembers what it has seen. */
    private static Developer.State state(UUID developer) {
        return QuarkusTransaction.requiringNew().call(() -> Developer.<Developer>findById(developer).state);
    }
}
