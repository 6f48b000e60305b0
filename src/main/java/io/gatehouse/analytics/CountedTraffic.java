package io.gatehouse.analytics;

import io.gatehouse.application.Traffic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells the pages of applications what was counted, one query however many applications they ask for. */
@ApplicationScoped
@Transactional
class CountedTraffic implements Traffic {
    private static final Duration DAY = Duration.ofHours(24);

    private final EntityManager entities;
    private final RecentCalls recent;

    CountedTraffic(EntityManager entities, RecentCalls recent) {
        this.entities = entities;
        this.recent = recent;
    }

    @Override
    public Map<UUID, Day> lastDay(Collection<UUID> applicationIds) {
        Map<UUID, Day> days = new HashMap<>();
        if (applicationIds.isEmpty()) return days;
        entities.createQuery(
                        "select u.applicationId, u.outcome, sum(u.calls), sum(u.latencyMsSum) from UsageHour u"
                                + " where u.applicationId in :ids and u.hourStart > :since group by u.applicationId, u.outcome",
                        Object[].class)
                .setParameter("ids", applicationIds)
                .setParameter("since", Instant.now().minus(DAY).truncatedTo(ChronoUnit.HOURS))
                .getResultList()
                .forEach(row ->
                        days.merge((UUID) row[0], day((String) row[1], (Long) row[2], (Long) row[3]), Day::plus));
        return days;
    }

    @Override
    public Optional<Traffic.Call> lastCall(UUID applicationId, UUID keyId) {
        return recent.of(applicationId).stream()
                .filter(call -> keyId.equals(call.credentialId()))
                .findFirst()
                .map(call -> new Traffic.Call(call.endedAt(), call.status(), call.totalMillis()));
    }

    private static Day day(String outcome, long calls, long latencyMsSum) {
        return switch (Outcome.ofWireName(outcome)) {
            case OK -> new Day(calls, 0, 0, latencyMsSum);
            case LIMITED -> new Day(calls, 0, calls, latencyMsSum);
            case CLIENT_ERROR, UNAUTHORIZED, SERVER_ERROR -> new Day(calls, calls, 0, latencyMsSum);
        };
    }
}
