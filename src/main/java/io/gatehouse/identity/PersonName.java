package io.gatehouse.identity;

import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;

/** What a person is called on pages and in mails: one short line. */
final class PersonName {
    private static final int LONGEST = 120;

    private PersonName() {}

    static String checked(String typed) {
        String name = Text.optionalLine("name", typed, LONGEST);
        if (name.isEmpty()) throw new Refused("name", "Enter your name.");
        if (name.contains("://")) throw new Refused("name", "Use your name only, on one line.");
        return name;
    }
}
