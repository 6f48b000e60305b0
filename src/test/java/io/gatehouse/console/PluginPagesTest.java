package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plugins in the console: the forms come from the schemas, so every plugin there is goes through them here. */
@QuarkusTest
class PluginPagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @Inject
    ConfigStore store;

    @Inject
    Applications applications;

    @Inject
    Plugins plugins;

    private TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
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

    private String service() {
        ObjectNode service = object("name", Offers.unique("plugged")).put("url", "https://api.example.com");
        return store.put(Kind.SERVICES, UUID.randomUUID(), service).id().toString();
    }

    private Stored stored(String page) {
        return store.find(Kind.PLUGINS, page.substring(page.lastIndexOf('/') + 1))
                .orElseThrow();
    }

    private ObjectNode config(String page) {
        return (ObjectNode) stored(page).body().path("config");
    }

    private Document refused(String path, Map<String, Object> form) {
        Response response = operator.post(path, form);
        assertEquals(422, response.statusCode(), response.asString());
        return Jsoup.parse(response.asString());
    }

    private static String problems(Response response) {
        return Jsoup.parse(response.asString())
                .select(".problems, .field-error")
                .text();
    }

    /** What a browser would send of the page's form, if one pressed its first button. */
    private static Map<String, Object> form(Document page) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Set<String> skipped = Set.of("csrf", "show");
        for (Element input : page.select("form.plugin-form").select("input, select, textarea")) {
            String name = input.attr("name");
            boolean isBox = input.attr("type").equals("checkbox");
            if (name.isEmpty() || skipped.contains(name) || isBox && !input.hasAttr("checked")) continue;
            String value = input.is("textarea")
                    ? input.wholeText().replaceFirst("^\n", "")
                    : input.is("select") ? input.select("option[selected]").val() : input.val();
            if (isBox && fields.get(name) instanceof String hidden)
                fields.put(name, new ArrayList<>(List.of(hidden, value)));
            else fields.put(name, value);
        }
        return fields;
    }

    private static ObjectNode object(String name, String value) {
        return JSON.createObjectNode().put(name, value);
    }

    private static String pathOf(Response response) {
        assertEquals(303, response.statusCode(), problems(response));
        return response.header("Location").replaceFirst("^https?://[^/]+", "");
    }
}
