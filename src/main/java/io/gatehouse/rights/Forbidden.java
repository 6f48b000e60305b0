package io.gatehouse.rights;

/** Who acts may see this, and not change it. What somebody may not see is not found instead. */
public class Forbidden extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String message) {
        super(message, null, false, false);
    }
}
