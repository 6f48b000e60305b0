package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that is asked for something that there is not shows what there is, and says so. */
@QuarkusTest
class FilterNotesTest {
    @ParameterizedTest
    @CsvSource({
        "developers, state",
        "apps, state",
        "keys, state",
        "inbox, kind",
        "apis, lifecycle",
        "apis, visibility",
        "services, state",
        "routes, service",
        "plugins, scope",
        "plugins, service",
        "plugins, origin",
        "audit, action",
        "audit, from"
    })
    void an_unknown_value_is_left_out(String list, String filter) {
        TestBrowser olga = TestPeople.operator();
        Document page = olga.page("/console/" + list + "?" + filter + "=nonsense");
        assertEquals(
                "The filter “" + filter + "” has no “nonsense”, so it was left out.",
                page.select(".notice-info").text());
        assertEquals(
                olga.page("/console/" + list).select("tbody tr, .inbox-item").size(),
                page.select("tbody tr, .inbox-item").size());
    }

    @ParameterizedTest
    @CsvSource({"developers", "apps", "keys", "inbox", "apis", "services", "routes", "plugins", "groups", "audit"})
    void a_page_that_there_is_not_is_the_first_or_the_last(String list) {
        TestBrowser olga = TestPeople.operator();
        String start = "/console/" + list + "?page=";
        assertTrue(olga.page(start + "first").select(".notice-info").text().contains("“first” is no page number"));
        assertTrue(olga.page(start + "-1").select(".notice-info").text().contains("“-1” is no page number"));
        assertEquals(
                "There is no page 99999, so this is the last one.",
                olga.page(start + "99999").select(".notice-info").text());
        assertTrue(olga.page(start + "1").select(".notice-info").isEmpty());
    }
}
