package io.gatehouse.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** One answer of the demo's completions API, made up from the model and the prompt alone, so that it is always the same. */
final class Completion {

    private static final Map<String, String> KNOWN = Map.of(
            "text-davinci-003 what is kong?",
            "Kong is an open source API management platform that provides a reliable way to consume APIs.",
            "text-curie-001 what is kong?",
            "Kong is a gateway that stands between callers and services.",
            "text-babbage-001 what is kong?",
            "Kong is a large ape from a film.",
            "text-ada-001 what is kong?",
            "Kong is a computer game played by zones.");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_DIGITS = 28;
    private static final int DEFAULT_TOKENS = 16;

    private final String id;
    private final long created = Instant.now().getEpochSecond();
    private final String model;
    private final JsonObject asked;
    private final List<String> prompts;

    Completion(String model, JsonObject asked) {
        this.model = model;
        this.asked = asked;
        this.prompts = prompts(asked.getValue("prompt"));
        StringBuilder digits = new StringBuilder("cmpl-");
        ThreadLocalRandom.current()
                .ints(ID_DIGITS, 0, DIGITS.length())
                .forEach(digit -> digits.append(DIGITS.charAt(digit)));
        this.id = digits.toString();
    }

    boolean isStreamed() {
        return Boolean.TRUE.equals(asked.getValue("stream"));
    }

    JsonObject whole() {
        JsonArray choices = new JsonArray();
        for (int i = 0; i < answers(); i++) {
            List<String> written = words(i);
            choices.add(choice(i, echo(i) + String.join("", written), finishReason(i)));
        }
        return completion(choices).put("usage", usage());
    }

    /** The data of each event, the end mark included. */
    List<String> events() {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < answers(); i++) {
            int index = i;
            Stream.concat(Stream.of(echo(i)).filter(text -> !text.isEmpty()), words(i).stream())
                    .forEach(word -> events.add(event(choice(index, word, null))));
            events.add(event(choice(i, "", finishReason(i))));
        }
        if (asked.getValue("stream_options") instanceof JsonObject options
                && Boolean.TRUE.equals(options.getValue("include_usage"))) {
            events.add(completion(new JsonArray()).put("usage", usage()).encode());
        }
        events.add("[DONE]");
        return events;
    }

    private String event(JsonObject choice) {
        return completion(new JsonArray().add(choice)).encode();
    }

    private JsonObject completion(JsonArray choices) {
        return new JsonObject()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created)
                .put("model", model)
                .put("choices", choices);
    }

    private static JsonObject choice(int index, String text, String finishReason) {
        return new JsonObject()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
    }

    private JsonObject usage() {
        int prompted = prompts.stream().mapToInt(Completion::tokens).sum();
        int completed = 0;
        for (int i = 0; i < answers(); i++) completed += words(i).size();
        return new JsonObject()
                .put("prompt_tokens", prompted)
                .put("completion_tokens", completed)
                .put("total_tokens", prompted + completed);
    }

    private int answers() {
        return prompts.size() * asked.getInteger("n", 1);
    }

    private String promptOf(int answer) {
        return prompts.get(answer / asked.getInteger("n", 1));
    }

    private String echo(int answer) {
        return Boolean.TRUE.equals(asked.getValue("echo")) ? promptOf(answer) : "";
    }

    /** One word is one token here, at most as many as were asked for. */
    private List<String> words(int answer) {
        List<String> words = allWords(answer);
        return words.subList(0, Math.min(words.size(), asked.getInteger("max_tokens", DEFAULT_TOKENS)));
    }

    private String finishReason(int answer) {
        return words(answer).size() < allWords(answer).size() ? "length" : "stop";
    }

    private List<String> allWords(int answer) {
        List<String> words = new ArrayList<>();
        String text = text(promptOf(answer));
        for (String word : text.split(" ")) words.add(words.isEmpty() ? word : " " + word);
        return words;
    }

    private String text(String prompt) {
        String known = KNOWN.get(model + " " + prompt.strip().toLowerCase(Locale.ROOT));
        return known != null ? known : "This is what " + model + " would write after these words of yours.";
    }

    private static int tokens(String text) {
        return text.isBlank() ? 1 : text.strip().split("\\s+").length;
    }

    private static List<String> prompts(Object prompt) {
        if (!(prompt instanceof JsonArray several) || several.isEmpty())
            return List.of(prompt == null ? "<|endoftext|>" : prompt.toString());
        // A list of numbers is one prompt that was cut into tokens already.
        if (several.getValue(0) instanceof Number) return List.of(several.encode());
        return several.stream().map(String::valueOf).toList();
    }
}
