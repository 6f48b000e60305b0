package io.gatehouse.demo;

import io.gatehouse.analytics.Outcome;
import io.gatehouse.analytics.UsageHour;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;

/** A day of calls that were never made, so that no chart of the demo is empty: quiet nights, busy days, a few refusals. */
@Singleton
class PastTraffic {

    private static final int HOURS = 24;
    private static final int MILLIS_A_CALL = 38;

    /**
     * @param busiest calls in the busiest hour
     * @param limited calls that the plan refused in it
     */
    @Transactional
    void write(UUID applicationId, String serviceName, int busiest, int limited) {
        // Seeded: the same picture every time.
        Random random = new Random(busiest);
        Instant thisHour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        for (int ago = 1; ago <= HOURS; ago++) {
            Instant hour = thisHour.minus(Duration.ofHours(ago));
            double share =
                    (1 - Math.cos(2 * Math.PI * hour.atOffset(ZoneOffset.UTC).getHour() / HOURS)) / 2;
            share *= 0.75 + random.nextDouble() / 4;
            row(applicationId, serviceName, hour, Outcome.OK, Math.round(busiest * share));
            row(applicationId, serviceName, hour, Outcome.LIMITED, Math.round(limited * share * share));
            row(applicationId, serviceName, hour, Outcome.CLIENT_ERROR, ago % 5 == 0 ? 1 : 0);
        }
    }

    private static void row(UUID applicationId, String serviceName, Instant hour, Outcome outcome, long calls) {
        if (calls == 0) return;
        UsageHour row = new UsageHour();
        row.hourStart = hour;
        row.applicationId = applicationId;
        row.serviceName = serviceName;
        row.outcome = outcome.wireName();
        row.calls = calls;
        row.latencyMsSum = calls * MILLIS_A_CALL;
        row.persist();
    }
}
