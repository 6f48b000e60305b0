package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Secrets in the forms of plugins are typed and never shown again. */
@QuarkusTest
class PluginSecretsTest extends PluginForms {
    @Test
    void secrets_are_never_shown_and_kept_when_left_alone() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/request-transformer"));
        form.put("service", service());
        form.put("config.add.headers", "Authorization:Bearer sk-hidden\r\nx-open:1");
        String page = pathOf(operator.post("/console/plugins/new/request-transformer", form));
        for (String view : List.of("", "?view=json")) {
            String html = operator.get(page + view).asString();
            assertFalse(html.contains("sk-hidden"), view);
            assertTrue(html.contains("x-open:1"), view);
        }
        Map<String, Object> change = form(operator.page(page));
        change.put("config.add.headers", change.get("config.add.headers") + "\nx-more:2");
        assertEquals(303, operator.post(page, change).statusCode());
        assertEquals(
                "[\"Authorization:Bearer sk-hidden\",\"x-open:1\",\"x-more:2\"]",
                config(page).path("add").path("headers").toString());
    }

    @Test
    void a_secret_field_survives_a_refusal_without_being_shown() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/upstream-authorization"));
        form.put("service", service());
        form.put("config.header_value", "Bearer sk-once");
        form.put("config.header_name", "not a header");
        Response refused = operator.post("/console/plugins/new/upstream-authorization", form);
        assertEquals(422, refused.statusCode());
        assertFalse(refused.asString().contains("sk-once"));
        Map<String, Object> again = form(Jsoup.parse(refused.asString()));
        again.put("config.header_name", "Authorization");
        String page = pathOf(operator.post("/console/plugins/new/upstream-authorization", again));
        assertEquals("Bearer sk-once", config(page).path("header_value").asText());
    }

    @Test
    void secrets_among_lines_survive_a_refusal_and_a_change_of_view_without_being_shown() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/request-transformer"));
        form.put("service", service());
        form.put("config.add.headers", "Authorization:Bearer sk-line");
        form.put("config.http_method", "get");
        Response refused = operator.post("/console/plugins/new/request-transformer", form);
        assertEquals(422, refused.statusCode());
        assertFalse(refused.asString().contains("sk-line"));
        Map<String, Object> again = form(Jsoup.parse(refused.asString()));
        assertEquals("get", again.get("config.http_method"));
        again.put("show", "json");
        Response json = operator.post("/console/plugins/new/request-transformer", again);
        assertEquals(200, json.statusCode());
        assertFalse(json.asString().contains("sk-line"));
        Map<String, Object> last = form(Jsoup.parse(json.asString()));
        last.put("config", last.get("config").toString().replace("\"get\"", "\"GET\""));
        String page = pathOf(operator.post("/console/plugins/new/request-transformer", last));
        assertEquals(
                "[\"Authorization:Bearer sk-line\"]",
                config(page).path("add").path("headers").toString());
    }

    @Test
    void dots_are_no_value() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/request-transformer"));
        form.put("service", service());
        form.put("config.add.headers", "Authorization:••••••••");
        assertTrue(refused("/console/plugins/new/request-transformer", form)
                .select(".problems")
                .text()
                .contains("Dots"));
    }
}
