package io.gatehouse.web;

import java.util.Optional;

/** What somebody asked for cannot be done, in words for that person. Pages show it at the field; nothing typed is lost. */
public class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field name of the field that it concerns, null for the form as a whole
     * @param message what is wrong and what to do
     */
    public Refused(String field, String message) {
        super(message);
        this.field = field;
    }

    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
