package io.gatehouse.analytics;

import io.gatehouse.application.KeyUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes what gateways of other processes have summed up, into the same hours as our own. */
@ApplicationScoped
public class ReportedUsage {
    private static final int LONGEST_NAME = 120;

    private final UsageRows rows;
    private final KeyUse keyUse;

    ReportedUsage(UsageRows rows, KeyUse keyUse) {
        this.rows = rows;
        this.keyUse = keyUse;
    }

    /**
     * Calls of an hour that ended in the same way.
     *
     * @param consumerId null for calls without a known caller
     * @param service its name; empty when no route matched
     * @param outcome as {@link Outcome} spells it
     */
    public record Sum(Instant hour, UUID consumerId, String service, String outcome, long calls, long latencyMs) {}

    /**
     * @param lastUse of keys
     * @throws IllegalArgumentException when a sum cannot be one
     */
    @Transactional
    public void add(List<Sum> sums, Map<UUID, Instant> lastUse) {
        Map<UsageRows.Key, UsageRows.Sum> added = new HashMap<>();
        for (Sum sum : sums)
            added.merge(key(sum), new UsageRows.Sum(sum.calls(), sum.latencyMs()), UsageRows.Sum::plus);
        if (!added.isEmpty()) rows.add(added);
        if (!lastUse.isEmpty()) keyUse.seen(lastUse);
    }

    private static UsageRows.Key key(Sum sum) {
        if (!isCount(sum.calls()) || !isCount(sum.latencyMs())) throw new IllegalArgumentException("no count");
        if (sum.service() == null || sum.service().length() > LONGEST_NAME)
            throw new IllegalArgumentException("no name of a service");
        return new UsageRows.Key(
                sum.hour().truncatedTo(ChronoUnit.HOURS),
                sum.consumerId() == null ? UsageHour.NOBODY : sum.consumerId(),
                sum.service(),
                outcome(sum.outcome()));
    }

    private static boolean isCount(long number) {
        return number >= 0 && number <= UsageRows.MOST;
    }

    private static Outcome outcome(String name) {
        for (Outcome outcome : Outcome.values()) if (outcome.wireName().equals(name)) return outcome;
        throw new IllegalArgumentException("no outcome");
    }
}
