package io.gatehouse.gateway.document;

/** A text that is neither JSON nor YAML, or more of it than anybody would write. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableDocument(String why) {
        super(why, null, false, false);
    }
}
