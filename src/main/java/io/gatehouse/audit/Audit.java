package io.gatehouse.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Writes down every change, in the transaction that makes it: what was not written down has not happened. */
@ApplicationScoped
public class Audit {
    private final EntityManager entities;
    private final ObjectMapper json;
    private final Instance<ActorSource> sources;

    Audit(EntityManager entities, ObjectMapper json, Instance<ActorSource> sources) {
        this.entities = entities;
        this.json = json;
        this.sources = sources;
    }

    /**
     * Lets every later writer wait for the end of this transaction, for a change that must see everything before it. There is one
     * such queue, so that two changes cannot wait for each other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void queue() {
        entities.find(AuditEnd.class, AuditEnd.ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * @param action such as {@code key.revoked}
     * @param detail what was before and after; the caller keeps secrets out of it
     */
    @Transactional
    public void record(String action, String targetKind, Object targetId, String targetName, Map<String, ?> detail) {
        record(actor(), action, targetKind, targetId, targetName, detail);
    }

    /** For what belongs to a runtime group: those whose rights are limited to others do not read it. */
    @Transactional
    public void recordIn(
            UUID runtimeGroupId,
            String action,
            String targetKind,
            Object targetId,
            String targetName,
            Map<String, ?> detail) {
        add(runtimeGroupId, actor(), action, targetKind, targetId, targetName, detail);
    }

    /** For who is not known by the request yet, such as somebody who signs in by it. */
    @Transactional
    public void record(
            Actor actor, String action, String targetKind, Object targetId, String targetName, Map<String, ?> detail) {
        add(null, actor, action, targetKind, targetId, targetName, detail);
    }

    private void add(
            UUID runtimeGroupId,
            Actor actor,
            String action,
            String targetKind,
            Object targetId,
            String targetName,
            Map<String, ?> detail) {
        // The chain has one end: whoever adds to it waits for the one before.
        AuditEnd end = entities.find(AuditEnd.class, AuditEnd.ONLY, LockModeType.PESSIMISTIC_WRITE);
        AuditEntry entry = new AuditEntry();
        entry.happenedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        entry.actorKind = actor.kind();
        entry.actorId = actor.id();
        entry.actorName = actor.name();
        entry.address = actor.address();
        entry.action = action;
        entry.targetKind = targetKind;
        entry.targetId = targetId == null ? null : targetId.toString();
        entry.targetName = targetName.length() > 254 ? targetName.substring(0, 254) : targetName;
        entry.detail = text(detail);
        entry.runtimeGroupId = runtimeGroupId;
        entry.previousHash = end.hash;
        entry.hash = hash(entry);
        end.hash = entry.hash;
        entry.persist();
    }

    /** The last time that one of these actions was done to it. */
    @Transactional
    public Optional<AuditEntry> last(String targetKind, Object targetId, Collection<String> actions) {
        return AuditEntry.<AuditEntry>find(
                        "targetKind = ?1 and targetId = ?2 and action in ?3 order by id desc",
                        targetKind,
                        targetId.toString(),
                        actions)
                .firstResultOptional();
    }

    /** Who acts now. */
    public Actor actor() {
        return sources.stream()
                .flatMap(source -> source.actor().stream())
                .findFirst()
                .orElse(Actor.SYSTEM);
    }

    /** What the entry's hash must be. */
    static String hash(AuditEntry entry) {
        String all = String.join(
                "\n",
                entry.previousHash,
                entry.happenedAt.toString(),
                entry.actorKind,
                String.valueOf(entry.actorId),
                entry.actorName,
                entry.address,
                entry.action,
                entry.targetKind,
                String.valueOf(entry.targetId),
                entry.targetName,
                entry.detail,
                String.valueOf(entry.runtimeGroupId));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(Map<String, ?> detail) {
        try {
            return json.writeValueAsString(new TreeMap<>(detail));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
