package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.analytics.UsageHour;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OverviewPagesTest {
    /** More than any other test calls. */
    private static final long MANY = 1_000_000_000L;

    @Inject
    ConfigStore store;

    private final TestBrowser olga = TestPeople.operator();
    private final List<UUID> callers = new ArrayList<>();

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> UsageHour.delete("applicationId in ?1", callers));
        store.find(Kind.CONSUMERS, "machine-of-old").ifPresent(machine -> store.delete(Kind.CONSUMERS, machine.id()));
    }

    @Test
    void only_apps_that_there_are_have_a_link() {
        TestBrowser ann = TestPeople.developer();
        UUID living = app(ann, "Board");
        UUID gone = app(ann, "Sinking ship");
        ann.post("/apps/" + gone + "/settings/delete", Map.of("confirm", "Sinking ship"));
        UUID machine = UUID.randomUUID();
        store.put(Kind.CONSUMERS, machine, JsonNodeFactory.instance.objectNode().put("username", "machine-of-old"));
        for (UUID caller : List.of(living, gone, machine)) called(caller);

        Document page = olga.page("/console");
        assertEquals("/console/apps/" + living, cell(page, "Board").select("a").attr("href"));
        assertTrue(cell(page, "Sinking ship").text().endsWith("deleted"));
        assertTrue(cell(page, "Sinking ship").select("a").isEmpty());
        assertEquals("machine-of-old", cell(page, "machine-of-old").text());
        assertTrue(cell(page, "machine-of-old").select("a").isEmpty());
    }

    @Test
    void who_came_and_went_does_not_crowd_out_what_changed() {
        app(TestPeople.developer(), "Lighthouse");
        for (int i = 0; i < 3; i++) TestPeople.operator();
        String latest = olga.page("/console").select(".timeline").text();
        assertTrue(latest.contains("Application created: Lighthouse"), latest);
        assertFalse(latest.contains("signed in"), latest);
    }

    private static Element cell(Document page, String name) {
        return page.selectFirst("td[data-label=App]:contains(" + name + ")");
    }

    private static UUID app(TestBrowser ann, String name) {
        String path = ann.post("/apps/new", Map.of("name", name)).header("Location");
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    private void called(UUID caller) {
        callers.add(caller);
        QuarkusTransaction.requiringNew().run(() -> {
            UsageHour hour = new UsageHour();
            hour.hourStart = Instant.now().truncatedTo(ChronoUnit.HOURS);
            hour.applicationId = caller;
            hour.serviceName = UsageHour.NO_SERVICE;
            hour.outcome = "ok";
            hour.calls = MANY;
            hour.persist();
        });
    }
}
