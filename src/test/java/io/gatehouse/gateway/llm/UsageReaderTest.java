package io.gatehouse.gateway.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers come in parts that end anywhere, and some of them are none. */
class UsageReaderTest {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String EVENTS = "text/event-stream";
    private static final String TOLD = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10_000})
    void an_answer_is_read_however_it_comes(int size) {
        String text =
                "{\"choices\":[{\"usage\":{\"total_tokens\":1},\"text\":\"\\\"usage\\\" é\"}]," + TOLD + ",\"n\":1}";
        assertEquals(new Usage(3, 4, 7), read(JSON, text, size).usage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10_000})
    void of_a_stream_the_last_word_counts(int size) {
        String text = ": hello\r\n\r\ndata: {\"usage\":{\"total_tokens\":1}}\r\n\r\ndata: {\"usage\":null}\n\ndata: {"
                + TOLD + "}\n\ndata: [DONE]\n\n";
        UsageReader reader = read(EVENTS, text, size);
        assertEquals(new Usage(3, 4, 7), reader.usage());
        assertEquals(4, reader.events());
    }

    @Test
    void what_is_broken_or_too_long_says_nothing() {
        assertNull(read(JSON, "{\"usage\":{\"total_tokens\":99999999999999999999}}", 100)
                .usage());
        assertNull(read(JSON, "[{" + TOLD + "}]", 100).usage());
        assertNull(read(JSON, "usage", 100).usage());
        assertNull(read(JSON, "{\"usage\":{\"total_tokens\":-5}}", 100).usage());
        String long1 = "data: {\"text\":\"" + "x".repeat(100_000) + "\"," + TOLD + "}\n\n";
        assertNull(read(EVENTS, long1, 1_000).usage());
        assertEquals(
                new Usage(3, 4, 7),
                read(EVENTS, long1 + "data: {" + TOLD + "}\n\n", 1_000).usage());
        assertNull(UsageReader.of("text/html"));
        assertNull(UsageReader.of(null));
    }

    private static UsageReader read(String type, String text, int size) {
        UsageReader reader = UsageReader.of(type);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            reader.part(Buffer.buffer(bytes).slice(at, Math.min(bytes.length, at + size)));
        }
        return reader;
    }
}
