package io.gatehouse.application;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How much of each limit an application has used, as far as calls are counted. */
@ApplicationScoped
public class LimitMeters {
    private final Accesses accesses;
    private final Traffic traffic;

    LimitMeters(Accesses accesses, Traffic traffic) {
        this.accesses = accesses;
        this.traffic = traffic;
    }

    /** @param label what was counted, such as {@code Calls in the last minute} */
    public record Meter(Accesses.Row row, String label, long used) {}

    public List<Meter> of(UUID applicationId) {
        return of(applicationId, accesses.of(applicationId));
    }

    List<Meter> of(UUID applicationId, List<Accesses.Row> rows) {
        List<Accesses.Row> limited = rows.stream()
                .filter(row -> row.isActive() && !row.isRetired() && row.serviceName() != null)
                .toList();
        if (limited.isEmpty()) return List.of();
        Map<String, Traffic.Used> used = traffic.used(
                applicationId, limited.stream().map(Accesses.Row::serviceName).toList());
        return limited.stream()
                .map(row -> meter(row, used.get(row.serviceName())))
                .toList();
    }

    private static Meter meter(Accesses.Row row, Traffic.Used used) {
        return switch ((int) row.windowSeconds()) {
            case 1 -> new Meter(row, "Busiest second of the last minute", used.busiestSecond());
            case 3_600 -> new Meter(row, "Calls since the hour began", used.hour());
            case 86_400 -> new Meter(row, "Calls in the last 24 hours", used.day());
            default -> new Meter(row, "Calls in the last minute", used.minute());
        };
    }
}
