package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The tokens of programs that use the Admin API. Looked up at each call, so that one that was revoked, by whichever control plane,
 * opens nothing any more. A token ends with a checksum: what was made up costs no look into the database.
 */
@ApplicationScoped
@Transactional
public class AdminTokens {
    private static final String PREFIX = "gha_";
    private static final int HINT = 10;
    private static final int MOST_OPEN = 200;
    private static final Duration BETWEEN_TOUCHES = Duration.ofMinutes(1);

    private final Audit audit;
    private final Access access;

    AdminTokens(Audit audit, Access access) {
        this.audit = audit;
        this.access = access;
    }

    /**
     * One that was just made.
     *
     * @param secret which nobody can read here again
     */
    public record Minted(AdminToken token, String secret) {
        @Override
        public String toString() {
            return token.hint + "…";
        }
    }

    /** The newest first; those that are over stay for a while behind the others. */
    public List<AdminToken> all() {
        List<AdminToken> all = AdminToken.list("order by createdAt desc, id");
        return all.stream()
                .sorted((left, right) -> Boolean.compare(left.isOver(), right.isOver()))
                .toList();
    }

    /** @param goodFor null for one that goes on until it is revoked */
    public Minted mint(String name, boolean readOnly, Rights reach, Duration goodFor, String operator) {
        access.check(Area.INSTALLATION);
        Checks checks = new Checks();
        String clean = checks.value(() -> Text.line("name", "a name", name, 80));
        if (AdminToken.count("revokedAt is null") >= MOST_OPEN)
            checks.refuse(null, "There are " + MOST_OPEN + " tokens. Revoke those that nobody uses.");
        checks.orRefuse();
        String body = PREFIX + SecretToken.fresh();
        String secret = body + checksum(body);
        AdminToken token = new AdminToken();
        token.name = clean;
        token.digest = SecretToken.digest(secret);
        token.hint = secret.substring(0, HINT);
        token.rights = new Rights(readOnly ? Role.AUDITOR : Role.ADMIN, reach.groups());
        token.createdBy = operator;
        token.createdAt = Instant.now();
        token.expiresAt = goodFor == null ? null : token.createdAt.plus(goodFor);
        token.persist();
        audit.record(
                "admin-token.created",
                "admin-token",
                token.id,
                token.name,
                Map.of(
                        "rights",
                        token.rights.text(),
                        "expires",
                        token.expiresAt == null ? "never" : token.expiresAt.toString()));
        return new Minted(token, secret);
    }

    public AdminToken revoke(UUID id) {
        access.check(Area.INSTALLATION);
        AdminToken token = AdminToken.<AdminToken>findByIdOptional(id).orElseThrow(NotFound::new);
        if (token.revokedAt != null) return token;
        token.revokedAt = Instant.now();
        audit.record("admin-token.revoked", "admin-token", token.id, token.name, Map.of());
        return token;
    }

    /** Whether it could be one; without a look into the database. */
    public static boolean isWellFormed(String presented) {
        int end = presented.length() - 8;
        return presented.startsWith(PREFIX)
                && presented.length() < 100
                && end > PREFIX.length()
                && presented.substring(end).equals(checksum(presented.substring(0, end)));
    }

    public Optional<AdminToken> find(String presented) {
        if (!isWellFormed(presented)) return Optional.empty();
        Instant now = Instant.now();
        Optional<AdminToken> found = AdminToken.find(
                        "digest = ?1 and revokedAt is null and (expiresAt is null or expiresAt > ?2)",
                        SecretToken.digest(presented),
                        now)
                .firstResultOptional();
        found.filter(token -> token.lastUsedAt == null || token.lastUsedAt.isBefore(now.minus(BETWEEN_TOUCHES)))
                .ifPresent(token -> AdminToken.update("lastUsedAt = ?1 where id = ?2", now, token.id));
        return found;
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
