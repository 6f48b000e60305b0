package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.application.Application;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What a plugin is switched on for is picked by name. */
@QuarkusTest
class PluginScopesTest extends PluginForms {
    @Test
    void the_scope_is_what_was_picked() {
        String service = service();
        String group = store.put(Kind.CONSUMER_GROUPS, UUID.randomUUID(), object("name", Offers.unique("scope")))
                .id()
                .toString();
        Document blank =
                operator.page("/console/plugins/new/rate-limiting?service=" + service + "&consumer_group=" + group);
        assertEquals(service, blank.select("#service option[selected]").val());
        assertEquals(group, blank.select("#consumer_group option[selected]").val());
        Map<String, Object> form = form(blank);
        form.put("config.minute", "5");
        String page = pathOf(operator.post("/console/plugins/new/rate-limiting", form));
        JsonNode body = stored(page).body();
        assertEquals(service, body.path("service").path("id").asText());
        assertEquals(group, body.path("consumer_group").path("id").asText());
        assertTrue(body.path("route").isNull());

        Document list = operator.page("/console/plugins?service=" + service + "&scope=group");
        assertEquals(1, list.select("tbody tr").size());
        assertTrue(
                list.select("tbody .scope").text().contains("group scope-"),
                list.select("tbody").text());
        assertTrue(operator.page("/console/plugins?service=" + service + "&scope=route")
                .select("tbody tr")
                .isEmpty());

        Document twin = refused("/console/plugins/new/rate-limiting", form);
        assertTrue(
                twin.select(".problems").text().contains("already"),
                twin.select(".problems").text());
        assertEquals(1, twin.select(".notice-info a[href=" + page + "]").size());
        assertTrue(twin.select(".notice-info").text().contains("group scope-"), twin.text());
        assertFalse(twin.select(".notice-info, .problems").text().contains(page.substring(page.lastIndexOf('/') + 1)));
        form.put("consumer", "nobody-like-that");
        assertTrue(refused("/console/plugins/new/rate-limiting", form)
                .select("#consumer-error")
                .text()
                .contains("nobody-like-that"));
    }

    @Test
    void consumers_are_chosen_by_name() {
        TestBrowser ann = TestPeople.developer();
        Application app = applications.create(ann.personId(), "Weather board", "");
        String username = Offers.unique("robot");
        store.put(
                Kind.CONSUMERS,
                UUID.randomUUID(),
                JsonNodeFactory.instance.objectNode().put("username", username));
        Document blank = operator.page("/console/plugins/new/rate-limiting");
        String name = "Weather board – " + ann.email();
        List<String> offered = blank.select("#consumers option").eachAttr("value");
        assertTrue(offered.containsAll(List.of(name, username)));
        assertEquals("consumers", blank.select("#consumer").attr("list"));

        Map<String, Object> form = form(blank);
        form.put("config.minute", "5");
        form.put("consumer", name);
        String page = pathOf(operator.post("/console/plugins/new/rate-limiting", form));
        assertEquals(
                app.id.toString(),
                stored(page).body().path("consumer").path("id").asText());
        assertEquals(name, operator.page(page).select("#consumer").val());
        form.put("consumer", username);
        page = pathOf(operator.post("/console/plugins/new/rate-limiting", form));
        assertEquals(username, operator.page(page).select("#consumer").val());
        assertTrue(operator.page("/console/plugins?q=" + username)
                .select(".scope")
                .text()
                .contains(username));
        form.put("consumer", "Weather board – nobody@example.com");
        assertTrue(refused("/console/plugins/new/rate-limiting", form)
                .select("#consumer-error")
                .text()
                .contains("nobody@example.com"));
    }

    @Test
    void authentication_is_not_offered_for_consumers() {
        Document page = operator.page("/console/plugins/new/key-auth");
        assertTrue(page.select("#consumer, #consumer_group").isEmpty());
        assertFalse(page.select("#service").isEmpty());
    }
}
