package io.gatehouse.gateway.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Bodies as OpenAI shapes them. Numbers keep every digit they came with. */
public final class LlmJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private LlmJson() {}

    /** Null when it is no JSON object. */
    public static ObjectNode object(byte[] body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object ? object : null;
        } catch (IOException broken) {
            return null;
        }
    }

    public static Buffer bytes(JsonNode body) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An error as clients of OpenAI read it. */
    public static Buffer error(String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error").put("message", message);
        return bytes(error);
    }

    public static boolean isJson(String contentType) {
        if (contentType == null) return false;
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }

    /** Also where it is written as no client should, such as “1”: some who answer are generous in what they read. */
    public static boolean wantsStream(ObjectNode request) {
        JsonNode stream = request.path("stream");
        return !stream.isMissingNode() && !stream.isNull() && !(stream.isBoolean() && !stream.booleanValue());
    }

    /** Has the stream end with what it has cost. True if that was not asked for yet. */
    public static boolean askForUsage(ObjectNode request) {
        if (!wantsStream(request)) return false;
        JsonNode options = request.path("stream_options");
        if (options.path("include_usage").asBoolean()) return false;
        ObjectNode told = options instanceof ObjectNode given ? given : request.putObject("stream_options");
        told.put("include_usage", true);
        return true;
    }
}
