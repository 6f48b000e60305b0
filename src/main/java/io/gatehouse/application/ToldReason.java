package io.gatehouse.application;

import io.gatehouse.web.Text;

/** What an operator says to the developer about a decision. Nobody has to say anything. */
final class ToldReason {
    private static final int LONGEST = 500;

    private ToldReason() {}

    static String checked(String typed) {
        return Text.optional("reason", typed == null ? "" : typed, LONGEST);
    }
}
