package io.gatehouse.application;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** One application at a glance: its figures, what it may call, and the one thing to do next. */
@ApplicationScoped
class ApplicationGlance {
    private final Accesses accesses;
    private final Credentials credentials;
    private final Traffic traffic;
    private final FirstCalls firstCalls;
    private final LimitMeters meters;

    ApplicationGlance(
            Accesses accesses, Credentials credentials, Traffic traffic, FirstCalls firstCalls, LimitMeters meters) {
        this.accesses = accesses;
        this.credentials = credentials;
        this.traffic = traffic;
        this.firstCalls = firstCalls;
        this.meters = meters;
    }

    /** What stands between an application and its first call; {@code NONE} when it calls already. */
    enum Next {
        REGISTER,
        WAIT,
        MINT,
        CALL,
        NONE
    }

    /**
     * @param sample a call to try, without the key's secret; null unless that is what comes next
     */
    record Seen(
            List<Accesses.Row> rows,
            List<ApiKey> liveKeys,
            Traffic.Day day,
            List<LimitMeters.Meter> meters,
            Next next,
            FirstCalls.Sample sample) {
        /** Null for a registration that limits nothing now. */
        public LimitMeters.Meter meter(Accesses.Row row) {
            return meters.stream()
                    .filter(meter -> meter.row().id().equals(row.id()))
                    .findFirst()
                    .orElse(null);
        }

        public boolean isBegun() {
            return next != Next.REGISTER;
        }
    }

    Seen at(Application application) {
        List<Accesses.Row> rows = accesses.of(application.id);
        List<ApiKey> live =
                credentials.of(application.id).stream().filter(ApiKey::isLive).toList();
        Traffic.Day day = traffic.lastDay(List.of(application.id)).getOrDefault(application.id, Traffic.Day.QUIET);
        Next next = next(rows, live, day);
        Optional<FirstCalls.Sample> sample = next == Next.CALL ? firstCalls.withoutKey(rows) : Optional.empty();
        return new Seen(rows, live, day, meters.of(application.id, rows), next, sample.orElse(null));
    }

    private static Next next(List<Accesses.Row> rows, List<ApiKey> live, Traffic.Day day) {
        boolean active = rows.stream().anyMatch(Accesses.Row::isActive);
        boolean waiting = rows.stream().anyMatch(Accesses.Row::isWaiting);
        if (!active) return waiting ? Next.WAIT : Next.REGISTER;
        if (live.isEmpty()) return Next.MINT;
        boolean called = day.calls() > 0 || live.stream().anyMatch(key -> key.lastUsedAt != null);
        return called ? Next.NONE : Next.CALL;
    }
}
