package io.gatehouse.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What was called, how often and how it ended: for an application, a service or all. Every question is about the last so many
 * hours, the current one included; a call shows up a few seconds after it ended.
 */
@ApplicationScoped
@Transactional
public class UsageReport {
    private final EntityManager entities;
    private final RecentCalls recent;
    private final UsageInbox inbox;
    private final InstantSource clock = InstantSource.system();

    UsageReport(EntityManager entities, RecentCalls recent, UsageInbox inbox) {
        this.entities = entities;
        this.recent = recent;
        this.inbox = inbox;
    }

    /**
     * Hours in order, also those without a call, and their sum.
     *
     * @param countedUntil calls that ended before this are in the numbers
     */
    public record Usage(List<Hour> hours, Counts total, Instant countedUntil) {}

    public record Hour(Instant start, Counts counts) {}

    /**
     * @param serviceName empty for calls that no route matched
     */
    public record OfService(String serviceName, Counts counts) {}

    /** @param id an application of the portal, or a consumer that was made through the Admin API */
    public record OfConsumer(UUID id, Counts counts) {}

    public Usage ofApplication(UUID applicationId, int hours) {
        return usage(hours, "and u.applicationId = :subject", applicationId);
    }

    public Usage ofService(String serviceName, int hours) {
        return usage(hours, "and u.serviceName = :subject", serviceName);
    }

    public Usage ofAll(int hours) {
        return usage(hours, "", null);
    }

    /** The services that an application called, most calls first. */
    public List<OfService> servicesOf(UUID applicationId, int hours) {
        return services(hours, "and u.applicationId = :subject", applicationId);
    }

    /** All services that were called, most calls first. */
    public List<OfService> services(int hours) {
        return services(hours, "", null);
    }

    /** The consumers that called most. */
    public List<OfConsumer> topConsumers(int hours, int most) {
        Map<UUID, Counts> counts =
                sums("u.applicationId", hours, "and u.applicationId <> :subject", UsageHour.NOBODY, UUID.class::cast);
        return counts.entrySet().stream()
                .map(entry -> new OfConsumer(entry.getKey(), entry.getValue()))
                .sorted((left, right) ->
                        Long.compare(right.counts().all(), left.counts().all()))
                .limit(most)
                .toList();
    }

    /** The last calls of an application, newest first; kept in memory since the start of this process. */
    public List<Call> recentCallsOfApplication(UUID applicationId) {
        return recent.of(applicationId);
    }

    public List<Call> recentCallsOfService(UUID serviceId) {
        return recent.of(serviceId);
    }

    private Usage usage(int hours, String which, Object subject) {
        Instant countedUntil = inbox.savedUntil();
        Map<Instant, Counts> counts = sums("u.hourStart", hours, which, subject, Instant.class::cast);
        List<Hour> all = new ArrayList<>(hours);
        Instant start = since(hours);
        for (int i = 0; i < hours; i++, start = start.plus(1, ChronoUnit.HOURS))
            all.add(new Hour(start, counts.getOrDefault(start, Counts.NONE)));
        return new Usage(all, all.stream().map(Hour::counts).reduce(Counts.NONE, Counts::plus), countedUntil);
    }

    private List<OfService> services(int hours, String which, Object subject) {
        return sums("u.serviceName", hours, which, subject, String.class::cast).entrySet().stream()
                .map(entry -> new OfService(entry.getKey(), entry.getValue()))
                .sorted((left, right) ->
                        Long.compare(right.counts().all(), left.counts().all()))
                .toList();
    }

    private <K> Map<K, Counts> sums(String by, int hours, String which, Object subject, Function<Object, K> key) {
        TypedQuery<Object[]> query = entities.createQuery(
                        "select " + by + ", u.outcome, sum(u.calls), sum(u.latencyMsSum) from UsageHour u"
                                + " where u.hourStart >= :since " + which + " group by " + by + ", u.outcome",
                        Object[].class)
                .setParameter("since", since(hours));
        if (subject != null) query.setParameter("subject", subject);
        Map<K, Counts> sums = new LinkedHashMap<>();
        for (Object[] row : query.getResultList())
            sums.merge(
                    key.apply(row[0]),
                    Counts.of(Outcome.ofWireName((String) row[1]), (Long) row[2], (Long) row[3]),
                    Counts::plus);
        return sums;
    }

    private Instant since(int hours) {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours - 1L));
    }
}
