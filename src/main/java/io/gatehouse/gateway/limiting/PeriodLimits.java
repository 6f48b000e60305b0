package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.Period;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.plugin.Doc;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A limit for each of the periods that people think in, as far as they were given. */
public record PeriodLimits(
        @Doc("Units per second.") @Positive Long second,
        @Doc("Units per minute.") @Positive Long minute,
        @Doc("Units per hour.") @Positive Long hour,
        @Doc("Units per day.") @Positive Long day,
        @Doc("Units per month.") @Positive Long month,
        @Doc("Units per year.") @Positive Long year) {

    /** Shortest period first. */
    public List<Limit> limits(WindowType windowType) {
        List<Limit> limits = new ArrayList<>();
        add(limits, second, Period.SECOND, windowType);
        add(limits, minute, Period.MINUTE, windowType);
        add(limits, hour, Period.HOUR, windowType);
        add(limits, day, Period.DAY, windowType);
        add(limits, month, Period.MONTH, windowType);
        add(limits, year, Period.YEAR, windowType);
        return limits;
    }

    private static void add(List<Limit> limits, Long requests, Period period, WindowType windowType) {
        if (requests != null && requests > 0) limits.add(new Limit(requests, period, windowType));
    }

    /** Tells what makes no sense: no limit at all, or a longer period with less room than a shorter one. */
    public void check(BiConsumer<String, String> broken) {
        List<Limit> limits = limits(WindowType.FIXED);
        if (limits.isEmpty()) {
            broken.accept(null, "at least one of these fields must be set: second, minute, hour, day, month, year");
        }
        for (int i = 1; i < limits.size(); i++) {
            Limit shorter = limits.get(i - 1);
            if (limits.get(i).requests() < shorter.requests()) {
                broken.accept(
                        limits.get(i).period().name(),
                        "must not be lower than the limit per "
                                + shorter.period().name() + " (" + shorter.requests() + ")");
            }
        }
    }
}
