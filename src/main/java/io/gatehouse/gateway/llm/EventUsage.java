package io.gatehouse.gateway.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The last usage that a stream of events tells. Holds one line of it, and of a long one nothing. */
final class EventUsage implements UsageReader {

    private static final int LONGEST_LINE = 1 << 16;
    private static final String DATA = "data:";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private Usage usage;
    private long events;

    @Override
    public void part(Buffer part) {
        byte[] bytes = part.getBytes();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n' && bytes[i] != '\r') continue;
            keep(bytes, from, i);
            ends();
            from = i + 1;
        }
        keep(bytes, from, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) {
        tooLong |= line.size() + to - from > LONGEST_LINE;
        if (!tooLong) line.write(bytes, from, to - from);
    }

    private void ends() {
        String text = line.toString(StandardCharsets.UTF_8);
        boolean isData = text.startsWith(DATA);
        if (isData) events++;
        if (isData && !tooLong && text.contains("\"usage\"")) {
            ObjectNode event = LlmJson.object(text.substring(DATA.length()).getBytes(StandardCharsets.UTF_8));
            if (event != null && event.get("usage") instanceof ObjectNode told) {
                long prompt = told.path("prompt_tokens").asLong();
                long completion = told.path("completion_tokens").asLong();
                usage = Usage.of(prompt, completion, told.path("total_tokens").asLong(prompt + completion));
            }
        }
        line.reset();
        tooLong = false;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public long events() {
        return events;
    }
}
