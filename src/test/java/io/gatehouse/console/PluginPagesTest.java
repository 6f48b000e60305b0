package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Plugins in the console: the forms come from the schemas, so every plugin there is goes through them here. */
@QuarkusTest
class PluginPagesTest extends PluginForms {
    /** What is typed for each plugin, and the members that the stored configuration must have then. */
    private static final Map<String, Sample> SAMPLES = samples();

    private record Sample(Map<String, String> typed, JsonNode expected) {}

    private static Map<String, Sample> samples() {
        try (InputStream file = PluginPagesTest.class.getResourceAsStream("/plugin-samples.yaml")) {
            return new YAMLMapper().readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_plugin_is_offered_with_what_it_does() {
        Document page = operator.page("/console/plugins/new");
        assertEquals(
                new TreeSet<>(plugins.names()),
                new TreeSet<>(page.select(".pick h2").eachText()));
        for (Element card : page.select(".pick > li"))
            assertFalse(card.select("p").first().text().isBlank(), card.text());
        assertEquals(
                List.of("rate-limiting"),
                operator.page("/console/plugins/new?q=requests+period")
                        .select(".pick h2")
                        .eachText());
    }

    @Test
    void what_is_typed_is_stored_and_saving_it_again_changes_nothing() throws Exception {
        assertEquals(new TreeSet<>(plugins.names()), new TreeSet<>(SAMPLES.keySet()), "a sample for each plugin");
        for (Map.Entry<String, Sample> sample : SAMPLES.entrySet()) {
            String name = sample.getKey();
            Map<String, Object> form = form(operator.page("/console/plugins/new/" + name));
            form.put("service", service());
            form.putAll(sample.getValue().typed());
            Response created = operator.post("/console/plugins/new/" + name, form);
            assertEquals(303, created.statusCode(), name + ": " + problems(created));
            String page = pathOf(created);
            ObjectNode stored = config(page);
            sample.getValue()
                    .expected()
                    .properties()
                    .forEach(member ->
                            assertEquals(member.getValue(), stored.get(member.getKey()), name + " " + member.getKey()));

            for (String view : List.of("", "?view=json")) {
                Response again = operator.post(page, form(operator.page(page + view)));
                assertEquals(303, again.statusCode(), name + view + ": " + problems(again));
                assertEquals(stored, config(page), name + view);
            }
        }
    }

    @Test
    void a_form_turns_into_json_and_back_with_everything_kept() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/rate-limiting"));
        form.put("config.minute", "7");
        form.put("instance_name", "my-limit");
        form.put("show", "json");
        Document json = Jsoup.parse(
                operator.post("/console/plugins/new/rate-limiting", form).asString());
        assertTrue(
                json.select("#config").text().contains("\"minute\" : 7"),
                json.select("#config").text());
        assertEquals("my-limit", json.select("#instance_name").val());
        Map<String, Object> back = form(json);
        back.put("show", "form");
        Document again = Jsoup.parse(
                operator.post("/console/plugins/new/rate-limiting", back).asString());
        assertEquals("7", again.select("input[name=config.minute]").val());
        assertEquals("my-limit", again.select("#instance_name").val());
    }

    @Test
    void what_is_there_for_files_only_is_shown_where_it_is_set() {
        Document fresh = operator.page("/console/plugins/new/http-log");
        assertNull(fresh.getElementById("config.retry_count"));
        assertNull(fresh.getElementById("config.custom_fields_by_lua"));
        Map<String, Object> form = form(fresh);
        form.put("service", service());
        form.put("config.http_endpoint", "https://logs.example.com");
        form.put("config.retry_count", "3");
        String page = pathOf(operator.post("/console/plugins/new/http-log", form));
        assertEquals(
                "3", operator.page(page).getElementById("config.retry_count").val());
    }

    @Test
    void problems_stand_at_their_fields() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/rate-limiting"));
        form.put("config.minute", "many");
        form.put("config.error_code", "99");
        Document page = refused("/console/plugins/new/rate-limiting", form);
        assertEquals("many", page.getElementById("config.minute").val());
        assertFalse(page.getElementById("config.minute-error").text().isBlank());

        form.put("config.minute", "");
        assertFalse(refused("/console/plugins/new/rate-limiting", form)
                .getElementById("config.error_code-error")
                .text()
                .isBlank());
        form.put("config.error_code", "429");
        assertTrue(refused("/console/plugins/new/rate-limiting", form)
                .select(".problems")
                .text()
                .contains("second, minute, hour"));

        Map<String, Object> transformer = form(operator.page("/console/plugins/new/request-transformer"));
        transformer.put("config.add.headers", "fine:1\r\nno colon");
        Document refused = refused("/console/plugins/new/request-transformer", transformer);
        assertTrue(refused.getElementById("config.add.headers-error").text().startsWith("Line 2"), refused.text());
        assertEquals(
                List.of("fine:1", "no colon"),
                refused.getElementById("config.add.headers")
                        .wholeText()
                        .strip()
                        .lines()
                        .toList());
    }

    @Test
    void a_missing_choice_among_fields_names_the_fields_of_this_plugin() {
        String path = "/console/plugins/new/ip-restriction";
        Response answer = operator.post(path, form(operator.page(path)));
        assertEquals(422, answer.statusCode());
        assertTrue(problems(answer).contains("Fill in at least one of these: “Allow” or “Deny”."), problems(answer));
    }

    @Test
    void json_that_is_none_is_refused_with_its_place() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/rate-limiting?view=json"));
        form.put("config", "{\n  \"minute\": }");
        Document page = refused("/console/plugins/new/rate-limiting", form);
        assertTrue(
                page.select("#config-error").text().contains("line 2"),
                page.select("#config-error").text());
        assertTrue(
                page.select("#config").text().contains("\"minute\": }"),
                page.select("#config").text());
        form.put("config", "{\"minit\": 3}");
        assertTrue(refused("/console/plugins/new/rate-limiting", form)
                .select("#config-error")
                .text()
                .contains("minit: Unknown field"));
    }

    @Test
    void a_plugin_is_switched_off_and_on_and_deleted() {
        Map<String, Object> form = form(operator.page("/console/plugins/new/rate-limiting"));
        form.put("service", service());
        form.put("config.minute", "5");
        String page = pathOf(operator.post("/console/plugins/new/rate-limiting", form));
        assertEquals(
                "/console/plugins?q=a", pathOf(operator.post(page + "/disable?back=%2Fconsole%2Fplugins%3Fq%3Da")));
        assertFalse(stored(page).body().path("enabled").asBoolean());
        assertEquals("/console/plugins", pathOf(operator.post(page + "/enable?back=https%3A%2F%2Fevil.example")));
        assertTrue(stored(page).body().path("enabled").asBoolean());
        assertEquals(303, operator.post(page + "/delete").statusCode());
        assertEquals(404, operator.get(page).statusCode());
    }
}
