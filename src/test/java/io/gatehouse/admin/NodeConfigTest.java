package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node shows of its configuration can be given to a node again, and is the same then, letter by letter. */
class NodeConfigTest {
    /** Each would be something else than text, or no YAML at all, if it stood without quotes. */
    private static final List<String> WORDS = List.of(
            "12:30",
            "1:20:30.5",
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "n",
            "true",
            "Null",
            "~",
            "1e3",
            "1E+3",
            "0x10",
            "0o17",
            "017",
            "0b11",
            "1_000",
            "-1",
            "+1",
            "1.",
            ".5",
            ".inf",
            "-.INF",
            ".nan",
            "2026-01-01",
            "2026-01-01T10:00:00Z",
            "=",
            "<<",
            "-",
            "- a",
            "? a",
            ": a",
            "a: b",
            "a #b",
            "#b",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "|",
            ">",
            "{a}",
            "[a]",
            "'a",
            "\"a",
            "a\\n",
            " a",
            "a ",
            "a,b",
            "é",
            "😀",
            "...",
            "---",
            "1.2.3",
            "0",
            "0.10");

    @TempDir
    Path folder;

    @Test
    void what_is_shown_reads_as_what_it_was() throws Exception {
        ObjectNode document = ConfigJson.MAPPER.createObjectNode().put("_format_version", "3.0");
        ObjectNode service =
                document.putArray("services").addObject().put("name", "a").put("url", "http://127.0.0.1:9");
        ObjectNode route = service.putArray("routes").addObject().put("name", "1e3");
        ObjectNode headers = route.putObject("headers");
        for (String name : List.of("1e3", "on", "0x10", "12", "null", "x-plain"))
            headers.putArray(name).add("yes");
        ArrayNode consumers = document.putArray("consumers");
        WORDS.forEach(word -> consumers.addObject().put("username", word).put("custom_id", "id of " + word));
        ObjectNode end = document.putArray("plugins").addObject().put("name", "request-termination");
        end.putObject("config").put("body", "first: line\n\n\t- second \n").put("content_type", "text/plain");
        try (TestNode node = new TestNode(folder)) {
            String first = configured(node, document.toString());
            assertTrue(first.startsWith("_format_version: \"3.0\"\n_transform: false\nservices:\n- id: "), first);
            assertTrue(first.contains("\n  username: \"12:30\"\n"), first);
            assertTrue(first.contains("\n  name: a\n"), first);
            assertEquals(Set.copyOf(WORDS), texts(node.get("/consumers?size=1000"), "username"));
            assertEquals(first, configured(node, first));
            assertEquals(Set.copyOf(WORDS), texts(node.get("/consumers?size=1000"), "username"));
            assertEquals(headers, json(node.get("/routes/1e3")).path("headers"));
        }
    }

    @Test
    void what_cannot_be_read_is_told_with_its_place() throws Exception {
        try (TestNode node = new TestNode(folder)) {
            assertEquals(
                    "Cannot parse JSON body: Unexpected character ('x' (code 120)): was expecting double-quote to start field name (line 2, column 2)",
                    refusal(node, "application/json", "{\n x}").path("message").asText());
            assertEquals(
                    "failed parsing declarative configuration: mapping values are not allowed here (line 2, column 14)",
                    refusal(node, "application/yaml", "services:\n- name: a url: b")
                            .at("/fields/error")
                            .asText());
            assertEquals(
                    "failed parsing declarative configuration: the character U+0000 is not allowed (line 2, column 9)",
                    refusal(node, "application/yaml", "a: é😀\n- name: \0")
                            .at("/fields/error")
                            .asText());
            JsonNode json = ConfigJson.MAPPER.createObjectNode().put("config", "{\"services\": [\n{\"name\": }}");
            assertEquals(
                    "failed parsing declarative configuration: expected ',' or ']', but got } (line 2, column 11)",
                    refusal(node, "application/json", json.toString())
                            .at("/fields/error")
                            .asText());
        }
    }

    @Test
    void a_node_says_what_it_is() throws Exception {
        try (TestNode node = new TestNode(folder)) {
            JsonNode root = json(node.get("/"));
            assertTrue(root.path("version").asText().matches("3\\.\\d+\\..+"), root.toString());
            assertEquals(
                    "{\"router_flavor\":\"traditional\",\"role\":\"data_plane\",\"gatehouse_role\":\"node\",\"database\":\"off\",\"gatehouse_database\":\"off\"}",
                    root.path("configuration").toString());
        }
    }

    private static JsonNode refusal(TestNode node, String type, String body) throws Exception {
        HttpResponse<String> answer = node.post("/config", type, body);
        assertEquals(400, answer.statusCode(), answer.body());
        return json(answer);
    }

    /** In force, and as it is shown then. */
    private static String configured(TestNode node, String text) throws Exception {
        HttpResponse<String> loaded = node.post("/config", "application/yaml", text);
        assertEquals(201, loaded.statusCode(), loaded.body());
        return json(node.get("/config")).path("config").asText();
    }

    private static Set<String> texts(HttpResponse<String> answer, String field) throws Exception {
        return StreamSupport.stream(json(answer).path("data").spliterator(), false)
                .map(entity -> entity.path(field).asText())
                .collect(Collectors.toSet());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return ConfigJson.MAPPER.readTree(answer.body());
    }
}
