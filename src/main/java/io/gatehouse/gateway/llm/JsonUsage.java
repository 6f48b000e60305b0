package io.gatehouse.gateway.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The member {@code usage} of an answer, read while it comes: an answer may be large, what is kept of it is one value. */
final class JsonUsage implements UsageReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(4 << 20).build())
            .build();

    private final JsonParser parser;
    private boolean broken;
    private int depth;
    /** The member of the whole that the parser is in. */
    private String member = "";

    private long prompt;
    private long completion;
    private long total;
    private boolean saysTotal;
    private boolean told;

    JsonUsage() {
        try {
            parser = FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void part(Buffer part) {
        if (broken) return;
        try {
            byte[] bytes = part.getBytes();
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
            JsonToken token = parser.nextToken();
            while (token != JsonToken.NOT_AVAILABLE && token != null) {
                read(token);
                token = parser.nextToken();
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    private void read(JsonToken token) throws IOException {
        if (token.isStructStart()) depth++;
        else if (token.isStructEnd()) depth--;
        else if (depth == 1 && token == JsonToken.FIELD_NAME) member = parser.currentName();
        else if (depth == 2 && token == JsonToken.VALUE_NUMBER_INT && member.equals("usage")) {
            long tokens = parser.getLongValue();
            told = true;
            switch (parser.currentName() == null ? "" : parser.currentName()) {
                case "prompt_tokens" -> prompt = tokens;
                case "completion_tokens" -> completion = tokens;
                case "total_tokens" -> {
                    total = tokens;
                    saysTotal = true;
                }
                default -> {}
            }
        }
    }

    @Override
    public Usage usage() {
        return told ? Usage.of(prompt, completion, saysTotal ? total : prompt + completion) : null;
    }
}
