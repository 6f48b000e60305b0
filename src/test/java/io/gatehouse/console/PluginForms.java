package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Applications;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;

/** Fills in the forms of plugins as an operator does. */
abstract class PluginForms {
    static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    ConfigStore store;

    @Inject
    Applications applications;

    @Inject
    Plugins plugins;

    TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
    }

    final String service() {
        ObjectNode service = object("name", Offers.unique("plugged")).put("url", "https://api.example.com");
        return store.put(Kind.SERVICES, UUID.randomUUID(), service).id().toString();
    }

    final Stored stored(String page) {
        return store.find(Kind.PLUGINS, page.substring(page.lastIndexOf('/') + 1))
                .orElseThrow();
    }

    final ObjectNode config(String page) {
        return (ObjectNode) stored(page).body().path("config");
    }

    final Document refused(String path, Map<String, Object> form) {
        Response response = operator.post(path, form);
        assertEquals(422, response.statusCode(), response.asString());
        return Jsoup.parse(response.asString());
    }

    static String problems(Response response) {
        return Jsoup.parse(response.asString())
                .select(".problems, .field-error")
                .text();
    }

    /** What a browser would send of the page's form, if one pressed its first button. */
    static Map<String, Object> form(Document page) {
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

    static ObjectNode object(String name, String value) {
        return JSON.createObjectNode().put(name, value);
    }

    static String pathOf(Response response) {
        assertEquals(303, response.statusCode(), problems(response));
        return response.header("Location").replaceFirst("^https?://[^/]+", "");
    }
}
