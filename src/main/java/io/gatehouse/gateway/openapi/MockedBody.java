package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The examples of one media type of a response, and what is sent where there are none. Bytes are made when they are first sent. */
public final class MockedBody {

    private final String type;
    private final Map<String, Sample> examples = new LinkedHashMap<>();
    private final Sample usual;

    MockedBody(String type, Map<String, JsonNode> examples, Supplier<JsonNode> usual) {
        this.type = type.contains("*") ? "application/json" : type;
        examples.forEach((name, value) -> this.examples.put(name, new Sample(() -> value)));
        this.usual = new Sample(usual);
    }

    public String type() {
        return type;
    }

    /** The examples that have names. */
    public Map<String, Sample> examples() {
        return examples;
    }

    /** What is sent if nobody chooses: the one example, or one that was made of the schema. */
    public Sample usual() {
        return usual;
    }

    /** A text is sent as it is by types that are no JSON; everything else can be written as JSON only. */
    boolean canBeWritten() {
        if (ContentType.of(type).isJson()) return true;
        JsonNode value = examples.isEmpty()
                ? usual.value.get()
                : examples.values().iterator().next().value.get();
        return value.isTextual();
    }

    /** One answer. */
    public final class Sample {
        private final Supplier<JsonNode> value;
        private volatile byte[] bytes;

        private Sample(Supplier<JsonNode> value) {
            this.value = value;
        }

        public byte[] bytes() {
            if (bytes == null) {
                JsonNode made = value.get();
                boolean isRaw = made.isTextual() && !ContentType.of(type).isJson();
                bytes = (isRaw ? made.textValue() : made.isMissingNode() ? "" : made.toString())
                        .getBytes(StandardCharsets.UTF_8);
            }
            return bytes;
        }
    }
}
