package io.gatehouse.console;

import io.gatehouse.identity.Viewer;
import io.gatehouse.settings.Seal;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps what pages cannot carry, for a day and for the person who typed it. A form holds nothing but the id. */
@ApplicationScoped
@Transactional
class KeptInputs {
    static final Duration LIFETIME = Duration.ofDays(1);
    private static final int MOST_EACH = 20;

    private final Viewer viewer;
    private final Seal seal;

    KeptInputs(Viewer viewer, Secrets secrets) {
        this.viewer = viewer;
        this.seal = secrets.seal();
    }

    /** A file, in place of what was kept under the id before; a secret kept there stays. */
    UUID keepFile(String previousId, String fileName, byte[] content) {
        KeptInput kept = at(previousId);
        kept.fileName = fileName.length() > 200 ? fileName.substring(fileName.length() - 200) : fileName;
        kept.content = content;
        return kept.id;
    }

    /** The secret of a field, beside what is kept under the id already. */
    UUID keepSecret(String previousId, String field, String secret) {
        KeptInput kept = at(previousId);
        kept.secrets.put(field, seal.close(place(kept.id, field), secret));
        return kept.id;
    }

    Optional<String> secret(String id, String field) {
        return find(id).flatMap(kept ->
                Optional.ofNullable(kept.secrets.get(field)).map(closed -> seal.open(place(kept.id, field), closed)));
    }

    private static String place(UUID id, String field) {
        return "kept/" + id + "/" + field;
    }

    Optional<KeptInput> find(String id) {
        return uuid(id).flatMap(known -> KeptInput.<KeptInput>find(
                        "id = ?1 and operatorId = ?2 and expiresAt > ?3", known, viewer.operatorId(), Instant.now())
                .firstResultOptional());
    }

    void forget(String id) {
        uuid(id).ifPresent(known -> KeptInput.delete("id = ?1 and operatorId = ?2", known, viewer.operatorId()));
    }

    private KeptInput at(String previousId) {
        Instant now = Instant.now();
        KeptInput.delete("expiresAt <= ?1", now);
        return find(previousId).orElseGet(() -> begin(now));
    }

    private KeptInput begin(Instant now) {
        KeptInput kept = new KeptInput();
        kept.operatorId = viewer.operatorId();
        kept.expiresAt = now.plus(LIFETIME);
        KeptInput.<KeptInput>find("operatorId = ?1 order by expiresAt desc", kept.operatorId)
                .range(MOST_EACH - 1, Integer.MAX_VALUE - 1)
                .stream()
                .forEach(KeptInput::delete);
        kept.persist();
        return kept;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
