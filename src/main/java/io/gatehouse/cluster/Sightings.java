package io.gatehouse.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.feed.NodeWire;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What nodes say of themselves each time they ask for news. Written down when it is something new, and otherwise every few seconds. */
@Singleton
class Sightings {
    static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final long LATEST_MILLIS =
            Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Map<UUID, Written> written = new ConcurrentHashMap<>();

    Sightings(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    private record Written(Said said, Instant at) {}

    private record Said(
            NodeWire.Position running,
            String hash,
            String address,
            String hostname,
            String version,
            String problem,
            Instant since,
            String labels) {}

    /** @param misfit why the node cannot be served by this control plane, which is worth more than what it says itself */
    void saw(Member member, NodeWire.Watch told, Optional<String> misfit, Instant now) {
        Said said = said(member, told, misfit);
        Written before = written.get(member.id());
        boolean isNews = before == null || !before.said.equals(said);
        if (!isNews && before.at.plus(BETWEEN).isAfter(now)) return;
        QuarkusTransaction.requiringNew().run(() -> write(member.id(), said, now));
        if (written.size() > MOST_REMEMBERED) written.clear();
        written.put(member.id(), new Written(said, now));
    }

    private Said said(Member member, NodeWire.Watch told, Optional<String> misfit) {
        String hostname = Told.line(told.hostname(), Told.LONGEST_NAME);
        return new Said(
                told.running(),
                Told.line(told.hash(), JoinedNode.LONGEST_HASH),
                Told.line(told.address(), Told.LONGEST_NAME),
                hostname == null || hostname.isEmpty() ? member.hostname() : hostname,
                Told.line(told.version(), Told.LONGEST_VERSION),
                misfit.orElseGet(() -> Told.line(told.problem(), Told.LONGEST_PROBLEM)),
                moment(told.since()),
                labels(told.labels()));
    }

    /** Null for what no clock of today shows. */
    private static Instant moment(Long millis) {
        boolean isLikely = millis != null && millis > 0 && millis < LATEST_MILLIS;
        return isLikely ? Instant.ofEpochMilli(millis) : null;
    }

    private String labels(Map<String, String> told) {
        try {
            return json.writeValueAsString(Told.labels(told));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(UUID id, Said said, Instant now) {
        NodeWire.Position running = said.running();
        entities.createQuery("update JoinedNode n set n.lastSeenAt = :now, n.runningHistory = :history,"
                        + " n.runningTopology = :topology, n.runningIdentities = :identities, n.runningSince = :since,"
                        + " n.configHash = :hash, n.address = :address, n.hostname = :hostname, n.version = :version,"
                        + " n.problem = :problem, n.labels = :labels where n.id = :id")
                .setParameter("now", now)
                .setParameter("history", running == null ? null : running.history())
                .setParameter("topology", running == null ? null : running.topology())
                .setParameter("identities", running == null ? null : running.identities())
                .setParameter("since", said.since())
                .setParameter("hash", said.hash())
                .setParameter("address", said.address())
                .setParameter("hostname", said.hostname())
                .setParameter("version", said.version())
                .setParameter("problem", said.problem())
                .setParameter("labels", said.labels())
                .setParameter("id", id)
                .executeUpdate();
    }
}
