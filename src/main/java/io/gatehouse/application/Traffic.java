package io.gatehouse.application;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What went through the gateway for applications; answered where usage is counted. */
public interface Traffic {

    /** The last 24 hours of each application that called at all. */
    Map<UUID, Day> lastDay(Collection<UUID> applicationIds);

    /** The latest call with this key, seconds after it ended; empty when none is remembered. */
    Optional<Call> lastCall(UUID applicationId, UUID keyId);

    /** What counts against the limits of an application, for each of these services. */
    Map<String, Used> used(UUID applicationId, Collection<String> serviceNames);

    /**
     * Calls to one service that no limit refused.
     *
     * @param busiestSecond the most in any one second of the last minute
     * @param hour since the hour began
     * @param day in the last 24 hours
     */
    record Used(long busiestSecond, long minute, long hour, long day) {}

    record Call(Instant endedAt, int status, long totalMillis) {}

    /**
     * A day of one application.
     *
     * @param failed calls that were answered with an error, whoever made it
     * @param limited calls over the plan's limit
     */
    record Day(long calls, long failed, long limited, long latencyMsSum) {
        public static final Day QUIET = new Day(0, 0, 0, 0);

        public Day plus(Day other) {
            return new Day(
                    calls + other.calls,
                    failed + other.failed,
                    limited + other.limited,
                    latencyMsSum + other.latencyMsSum);
        }

        /** Such as {@code 38 ms}. */
        public String averageTime() {
            return calls == 0 ? "–" : latencyMsSum / calls + " ms";
        }

        /** Share of all calls, such as {@code 0.4 %}. */
        public String failedShare() {
            return calls == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", failed * 100.0 / calls);
        }
    }
}
