package io.gatehouse.analytics;

import io.gatehouse.web.Bars;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Usage as bars, stacked by how calls ended: what went well at the bottom. */
public final class UsageChart {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final List<String> OUTCOMES =
            List.of("answered", "over the limit", "client error", "no valid key", "server error");

    private UsageChart() {}

    public static Bars byHour(UsageReport.Usage usage) {
        return new Bars(
                "Hour (UTC)",
                OUTCOMES,
                usage.hours().stream()
                        .map(hour -> new Bars.Column(HOUR.format(hour.start()), values(hour.counts())))
                        .toList());
    }

    private static List<Long> values(Counts counts) {
        return List.of(
                counts.ok(), counts.limited(), counts.clientErrors(), counts.unauthorized(), counts.serverErrors());
    }
}
