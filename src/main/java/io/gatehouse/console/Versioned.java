package io.gatehouse.console;

import io.gatehouse.web.Form;

/** The version of an entity that a form was filled from; saving it over a later one is refused. */
final class Versioned {
    static final String FIELD = "version";

    private Versioned() {}

    /** A form without one belongs to no version at all. */
    static long of(Form form) {
        String typed = form.value(FIELD);
        return typed.matches("\\d{1,18}") ? Long.parseLong(typed) : -1;
    }
}
