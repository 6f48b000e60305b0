package io.gatehouse.gateway.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A length of time to count in. Months and years follow the calendar (UTC) when the window is fixed to the clock. */
public record Period(String name, long millis) {

    public static final Period SECOND = new Period("second", 1_000);
    public static final Period MINUTE = new Period("minute", 60_000);
    public static final Period HOUR = new Period("hour", 3_600_000);
    public static final Period DAY = new Period("day", 86_400_000);
    public static final Period MONTH = new Period("month", 30 * DAY.millis);
    public static final Period YEAR = new Period("year", 365 * DAY.millis);

    public Period {
        if (millis <= 0) {
            throw new IllegalArgumentException("A period must last: " + millis + " ms");
        }
    }

    /** A period of any length, named by its seconds as its headers are. */
    public static Period of(Duration length) {
        return new Period(Long.toString(length.toSeconds()), length.toMillis());
    }

    long startOf(long nowMillis) {
        if (equals(MONTH)) {
            return millisOf(dateOf(nowMillis).withDayOfMonth(1));
        }
        if (equals(YEAR)) {
            return millisOf(dateOf(nowMillis).withDayOfYear(1));
        }
        return nowMillis - Math.floorMod(nowMillis, millis);
    }

    long endOf(long startMillis) {
        if (equals(MONTH)) {
            return millisOf(dateOf(startMillis).plusMonths(1));
        }
        if (equals(YEAR)) {
            return millisOf(dateOf(startMillis).plusYears(1));
        }
        return startMillis + millis;
    }

    private static LocalDate dateOf(long epochMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }

    private static long millisOf(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
