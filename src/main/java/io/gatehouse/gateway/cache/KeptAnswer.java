package io.gatehouse.gateway.cache;

import java.util.List;
import java.util.Map;

/**
 * An answer that may be given again.
 *
 * @param headers those that belong to the content, in the order they came
 * @param askedWith what the request said in those fields that the answer depends on, by lower-case name
 * @param keptAt seconds since the epoch
 * @param freshSeconds how long it may be given without asking again
 * @param droppedAt seconds since the epoch from which on nobody may see it
 */
public record KeptAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        Map<String, String> askedWith,
        long keptAt,
        long freshSeconds,
        long droppedAt) {

    private static final int OVERHEAD = 512;

    /** About what it costs in memory. */
    long bytes() {
        long text = 0;
        for (Map.Entry<String, String> header : headers) {
            text += header.getKey().length() + header.getValue().length();
        }
        for (Map.Entry<String, String> asked : askedWith.entrySet()) {
            text += asked.getKey().length() + asked.getValue().length();
        }
        return OVERHEAD + body.length + 2 * text;
    }
}
