package io.gatehouse.web;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values are written on pages: times, and names that the code spells in capitals. */
@TemplateExtension(namespace = "words")
public final class Words {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Words() {}

    public static String time(Object at) {
        if (at instanceof Instant instant) return MOMENT.format(instant) + " UTC";
        if (at instanceof LocalDate day) return DAY.format(day);
        return String.valueOf(at);
    }

    /** The time of day to the second. */
    static String clock(Instant at) {
        return CLOCK.format(at) + " UTC";
    }

    /** The form that machines read. */
    static String iso(Object at) {
        return at instanceof Instant instant
                ? instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString()
                : String.valueOf(at);
    }

    /** A number with commas, such as {@code 1,204}. */
    static String count(Number number) {
        return String.format(Locale.ENGLISH, "%,d", number.longValue());
    }

    static String text(Object value) {
        return String.valueOf(value);
    }

    /** The page's address with what comes after it: {@code words:withNext('/sign-in', next)}. */
    static String withNext(String page, String next) {
        return Redirect.withNext(page, next);
    }

    static String lower(Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }

    static String upper(Object name) {
        return String.valueOf(name).toUpperCase(Locale.ROOT);
    }

    /** What an audited action is called: {@code key.minted} is "Key minted". */
    static String deed(String action) {
        String words = action.replace('.', ' ').replace('-', ' ');
        return upper(words.substring(0, 1)) + words.substring(1);
    }

    /** How near a meter is to its end: {@code calm}, {@code near} from four fifths on, {@code full}. */
    static String nearness(Number used, Number limit) {
        if (used.doubleValue() >= limit.doubleValue()) return "full";
        return used.doubleValue() >= limit.doubleValue() * 0.8 ? "near" : "calm";
    }
}
