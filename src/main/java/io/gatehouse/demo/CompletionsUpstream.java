package io.gatehouse.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Answers as a completions API does: JSON with usage, server-sent events when asked to stream, errors in its own shape. */
final class CompletionsUpstream {

    private static final Map<String, Long> CREATED = Map.of(
            "text-davinci-003", 1_669_599_635L,
            "text-curie-001", 1_649_364_043L,
            "text-babbage-001", 1_649_364_043L,
            "text-ada-001", 1_649_364_042L);
    private static final List<String> MODELS =
            List.of("text-davinci-003", "text-curie-001", "text-babbage-001", "text-ada-001");
    private static final int MILLIS_BETWEEN_EVENTS = 50;
    private static final int MOST_ANSWERS = 128;

    private final Vertx vertx;

    CompletionsUpstream(Vertx vertx) {
        this.vertx = vertx;
    }

    void handle(HttpServerRequest request) {
        request.response()
                .putHeader("openai-organization", "gatehouse-demo")
                .putHeader("openai-version", "2020-10-01")
                .putHeader("openai-processing-ms", "12");
        String path = request.path();
        if (path.equals("/v1/completions") && request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> complete(request.response(), body));
        } else if (path.equals("/v1/models") && request.method() == HttpMethod.GET) {
            JsonArray models = new JsonArray();
            MODELS.forEach(model -> models.add(model(model)));
            json(request.response(), 200, new JsonObject().put("object", "list").put("data", models));
        } else if (path.startsWith("/v1/models/") && request.method() == HttpMethod.GET) {
            String model = path.substring("/v1/models/".length());
            if (CREATED.containsKey(model)) json(request.response(), 200, model(model));
            else noSuchModel(request.response(), model);
        } else {
            error(
                    request.response(),
                    404,
                    "Unknown request URL: " + request.method() + " " + path + ".",
                    null,
                    "unknown_url");
        }
    }

    private void complete(HttpServerResponse response, Buffer body) {
        JsonObject asked;
        try {
            asked = new JsonObject(body.length() == 0 ? Buffer.buffer("{}") : body);
        } catch (DecodeException broken) {
            error(response, 400, "We could not parse the JSON body of your request.", null, null);
            return;
        }
        Object model = asked.getValue("model");
        if (model == null) {
            error(response, 400, "you must provide a model parameter", null, null);
        } else if (!(model instanceof String name)) {
            error(response, 400, model + " is not of type 'string' - 'model'", "model", null);
        } else if (!CREATED.containsKey(name)) {
            noSuchModel(response, name);
        } else if (!isWhole(asked.getValue("max_tokens"), 0, Integer.MAX_VALUE)) {
            error(response, 400, "max_tokens must be a whole number of at least 0", "max_tokens", null);
        } else if (!isWhole(asked.getValue("n"), 1, MOST_ANSWERS)) {
            error(response, 400, "n must be a whole number from 1 to " + MOST_ANSWERS, "n", null);
        } else {
            answer(response, new Completion(name, asked));
        }
    }

    private void answer(HttpServerResponse response, Completion completion) {
        if (completion.isStreamed()) {
            stream(response, completion.events());
        } else {
            json(response, 200, completion.whole());
        }
    }

    private void stream(HttpServerResponse response, List<String> events) {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-cache");
        send(response, events, 0);
    }

    private void send(HttpServerResponse response, List<String> events, int next) {
        if (response.closed()) return;
        response.write("data: " + events.get(next) + "\n\n");
        if (next + 1 == events.size()) response.end();
        else vertx.setTimer(MILLIS_BETWEEN_EVENTS, timer -> send(response, events, next + 1));
    }

    private static boolean isWhole(Object value, int least, int most) {
        return value == null || value instanceof Integer number && number >= least && number <= most;
    }

    private static JsonObject model(String id) {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED.get(id))
                .put("owned_by", "openai-internal");
    }

    private static void noSuchModel(HttpServerResponse response, String model) {
        error(response, 404, "The model `" + model + "` does not exist", "model", "model_not_found");
    }

    private static void error(HttpServerResponse response, int status, String message, String param, String code) {
        JsonObject error = new JsonObject()
                .put("message", message)
                .put("type", "invalid_request_error")
                .put("param", param)
                .put("code", code);
        json(response, status, new JsonObject().put("error", error));
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
