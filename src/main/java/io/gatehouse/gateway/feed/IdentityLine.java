package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Lines of identities as they lie on disk: looked at without reading them, as there are millions; and the lines around them. */
final class IdentityLine {
    private static final byte[] BEGIN = "{\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD = "{\"history\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "{\"end\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_LENGTH = 36;
    private static final int GONE_LENGTH = BEGIN.length + UUID_LENGTH + 2;

    private IdentityLine() {}

    /**
     * Before the lines of a batch.
     *
     * @param after the number that they begin after, {@link Mark#NOTHING} for all that there is
     */
    record Head(UUID history, long after, long sequence) {
        byte[] line() {
            return ("{\"history\":\"" + history + "\",\"after\":" + after + ",\"sequence\":" + sequence + "}")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        boolean follows(Mark mark) {
            return after == Mark.of(mark, history);
        }

        Mark reached() {
            return new Mark(history, sequence);
        }
    }

    static byte[] end() {
        return END.clone();
    }

    static boolean isEnd(byte[] line) {
        return Arrays.equals(line, END);
    }

    /** Null for another line. */
    static Head head(byte[] line) throws IOException {
        return startsWith(line, HEAD) ? ConfigJson.MAPPER.readValue(line, Head.class) : null;
    }

    static UUID id(byte[] line) throws IOException {
        if (startsWith(line, BEGIN) && line.length >= GONE_LENGTH)
            return UUID.fromString(new String(line, BEGIN.length, UUID_LENGTH, StandardCharsets.US_ASCII));
        return UUID.fromString(ConfigJson.MAPPER.readTree(line).path("id").asText());
    }

    /** Whether it says that there is no such consumer any more. */
    static boolean isOfNobody(byte[] line) throws IOException {
        if (startsWith(line, BEGIN)) return line.length == GONE_LENGTH;
        JsonNode consumer = ConfigJson.MAPPER.readTree(line).path("consumer");
        return !consumer.isObject();
    }

    private static boolean startsWith(byte[] line, byte[] begin) {
        return line.length >= begin.length && Arrays.equals(line, 0, begin.length, begin, 0, begin.length);
    }

    /** Takes lines apart. */
    static void each(byte[] lines, Taking taking) throws IOException {
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] != '\n') continue;
            taking.take(Arrays.copyOfRange(lines, from, at));
            from = at + 1;
        }
    }

    @FunctionalInterface
    interface Taking {
        void take(byte[] line) throws IOException;
    }
}
