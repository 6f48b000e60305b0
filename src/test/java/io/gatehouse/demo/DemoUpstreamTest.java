package io.gatehouse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoUpstreamTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        port = new DemoUpstream(vertx)
                .start(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @Test
    void a_prompt_is_answered_by_the_model_that_was_asked() throws Exception {
        HttpResponse<String> answer = complete("{\"model\":\"text-davinci-003\",\"prompt\":\"what is Kong?\"}");
        JsonObject body = new JsonObject(answer.body());
        assertEquals(200, answer.statusCode());
        assertEquals("text-davinci-003", body.getString("model"));
        assertTrue(
                body.getJsonArray("choices").getJsonObject(0).getString("text").startsWith("Kong is an open source"));
        JsonObject usage = body.getJsonObject("usage");
        assertEquals(3, usage.getInteger("prompt_tokens"));
        assertEquals(
                usage.getInteger("total_tokens"),
                usage.getInteger("prompt_tokens") + usage.getInteger("completion_tokens"));
    }

    @Test
    void max_tokens_cuts_the_text() throws Exception {
        HttpResponse<String> answer =
                complete("{\"model\":\"text-curie-001\",\"prompt\":\"what is Kong?\",\"max_tokens\":2}");
        JsonObject choice =
                new JsonObject(answer.body()).getJsonArray("choices").getJsonObject(0);
        assertEquals("Kong is", choice.getString("text"));
        assertEquals("length", choice.getString("finish_reason"));
    }

    @Test
    void a_stream_ends_with_its_mark_and_tells_usage_when_asked() throws Exception {
        HttpResponse<String> answer = complete("{\"model\":\"text-ada-001\",\"prompt\":\"hello\",\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true},\"max_tokens\":2}");
        assertEquals(
                "text/event-stream", answer.headers().firstValue("content-type").orElseThrow());
        String[] events = answer.body().split("\n\n");
        assertEquals("data: [DONE]", events[events.length - 1]);
        assertTrue(events[events.length - 2].contains("\"total_tokens\":3"));
        assertFalse(events[0].contains("usage"));
    }

    @Test
    void errors_have_the_shape_of_the_real_api() throws Exception {
        HttpResponse<String> missing = complete("{\"prompt\":\"hello\"}");
        assertEquals(400, missing.statusCode());
        JsonObject error = new JsonObject(missing.body()).getJsonObject("error");
        assertEquals("you must provide a model parameter", error.getString("message"));
        assertTrue(error.containsKey("param") && error.containsKey("code"));
        assertEquals(404, complete("{\"model\":\"gpt-none\"}").statusCode());
        assertEquals(400, complete("{\"model\":[\"a\",\"b\"]}").statusCode());
        assertEquals(400, complete("{not json").statusCode());
        assertEquals(400, complete("{\"model\":\"text-ada-001\",\"n\":0}").statusCode());
    }

    private static HttpResponse<String> complete(String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
