package io.gatehouse.gateway.llm;

import io.vertx.core.buffer.Buffer;

/** Looks at an answer as it passes, and keeps of it only what it says about its cost. */
public interface UsageReader {

    /** Whoever answers as nobody expects is read no further; the answer passes all the same. */
    void part(Buffer part);

    /** Null as long as nothing was said. */
    Usage usage();

    /** Events so far, which are about a token each; 0 for what is no stream. */
    default long events() {
        return 0;
    }

    /** Null for a kind of answer that says nothing. */
    static UsageReader of(String contentType) {
        if (LlmJson.isJson(contentType)) return new JsonUsage();
        boolean isStream =
                contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("text/event-stream");
        return isStream ? new EventUsage() : null;
    }
}
