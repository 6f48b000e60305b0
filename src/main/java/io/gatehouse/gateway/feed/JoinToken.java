package io.gatehouse.gateway.feed;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node is made a member with, once. It names the one authority that the node believes, so that nobody between it and its control
 * plane can take either's place.
 */
public final class JoinToken {
    private static final Pattern FORM = Pattern.compile("ghj_[A-Za-z0-9_-]{16,200}\\.([A-Za-z0-9_-]{43})");

    private final String text;
    private final byte[] authority;

    private JoinToken(String text, byte[] authority) {
        this.text = text;
        this.authority = authority;
    }

    /** Throws {@link IllegalArgumentException} for what is none. */
    public static JoinToken of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches())
            throw new IllegalArgumentException(
                    "a join token looks like ghj_….…; copy the whole of it from “Add a node” in the console");
        return new JoinToken(text.strip(), Base64.getUrlDecoder().decode(form.group(1)));
    }

    String text() {
        return text;
    }

    /** SHA-256 of the authority's certificate. */
    byte[] authority() {
        return authority.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}
