package io.gatehouse.identity;

/** The link was used, replaced by a newer one, is too old, or never was one: all look the same from outside. */
class SpentToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpentToken() {
        super("spent token");
    }
}
