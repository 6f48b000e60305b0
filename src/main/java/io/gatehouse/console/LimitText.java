package io.gatehouse.console;

import java.util.Locale;

/** Limits in words: {@code 1,000 a minute}. */
final class LimitText {
    private LimitText() {}

    static String of(long requests, long windowSeconds) {
        return String.format(Locale.ENGLISH, "%,d", requests) + " " + each(windowSeconds);
    }

    private static String each(long windowSeconds) {
        if (windowSeconds == 1) return "a second";
        if (windowSeconds == 60) return "a minute";
        if (windowSeconds == 3_600) return "an hour";
        if (windowSeconds == 86_400) return "a day";
        return "in " + windowSeconds + " s";
    }
}
