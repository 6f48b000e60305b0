package io.gatehouse.analytics;

import io.gatehouse.application.Traffic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells the pages of applications what was counted, one query however many applications they ask for. */
@ApplicationScoped
@Transactional
class CountedTraffic implements Traffic {
    private static final Duration DAY = Duration.ofHours(24);

    private final EntityManager entities;
    private final RecentCalls recent;
    private final LastMinute lastMinute;

    CountedTraffic(EntityManager entities, RecentCalls recent, LastMinute lastMinute) {
        this.entities = entities;
        this.recent = recent;
        this.lastMinute = lastMinute;
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
    public Map<String, Used> used(UUID applicationId, Collection<String> serviceNames) {
        Instant now = Instant.now();
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        Map<String, Long> ofHour = counted(applicationId, hour);
        Map<String, Long> ofDay = counted(applicationId, hour.minus(DAY).plus(1, ChronoUnit.HOURS));
        return serviceNames.stream().distinct().collect(Collectors.toMap(name -> name, name -> {
            LastMinute.Counted last = lastMinute.of(applicationId, name, now);
            return new Used(
                    last.busiestSecond(), last.calls(), ofHour.getOrDefault(name, 0L), ofDay.getOrDefault(name, 0L));
        }));
    }

    /** By service; what was refused on the way counts against no limit. */
    private Map<String, Long> counted(UUID applicationId, Instant since) {
        return entities
                .createQuery(
                        "select u.serviceName, sum(u.calls) from UsageHour u where u.applicationId = :id"
                                + " and u.hourStart >= :since and u.outcome not in :refused group by u.serviceName",
                        Object[].class)
                .setParameter("id", applicationId)
                .setParameter("since", since)
                .setParameter(
                        "refused",
                        Arrays.stream(Outcome.values())
                                .filter(Outcome::isRefusal)
                                .map(Outcome::wireName)
                                .toList())
                .getResultList()
                .stream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
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
