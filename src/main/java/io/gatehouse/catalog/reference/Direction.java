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

    boolean shows(Layers schema) {
        return hidden == null || !schema.isTrue(hidden);
    }
}
