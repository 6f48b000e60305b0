package io.gatehouse.web;

/** There is no such thing, or not for this person: both look the same from outside. */
public class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound() {
        super("not found");
    }
}
