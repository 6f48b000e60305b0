package io.gatehouse.catalog.reference;

/** Which way a value travels: what only the server sets is left out of requests, what it never shows out of responses. */
public enum Direction {
    REQUEST("readOnly"),
    RESPONSE("writeOnly"),
    BOTH(null);

    private final String hidden;

    Direction(String hidden) {
        this.hidden = hidden;
    }

    /** Answers are not written by the reader, so that “required” would only be noise there. */
    boolean asks() {
        return this != RESPONSE;
    }

    boolean shows(Layers schema) {
        return hidden == null || !schema.isTrue(hidden);
    }
}
