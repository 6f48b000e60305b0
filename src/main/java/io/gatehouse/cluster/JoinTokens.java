package io.gatehouse.cluster;

import io.gatehouse.audit.Audit;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tokens that let a node in. Each works once; only its digest is kept. */
@ApplicationScoped
@Transactional
public class JoinTokens {
    public static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Authority authority;
    private final Audit audit;

    JoinTokens(Authority authority, Audit audit) {
        this.authority = authority;
        this.audit = audit;
    }

    /**
     * @param group that the node will serve
     * @return the token, which nobody can read here again
     */
    public String issue(UUID group) {
        audit.queue();
        RuntimeGroup served = RuntimeGroup.findById(group);
        if (served == null) throw new Refused("group", "There is no such runtime group.");
        Instant now = Instant.now();
        JoinToken.delete("expiresAt < ?1", now.minus(KEPT));
        String secret = fresh();
        JoinToken token = new JoinToken();
        token.digest = Sha256.of(secret);
        token.runtimeGroup = served;
        token.createdAt = now;
        token.expiresAt = now.plus(GOOD_FOR);
        token.persist();
        audit.record("join-token.made", "runtime-group", group, served.name, Map.of());
        return secret;
    }

    /** The token if it can still be used; looking does not use it. */
    Optional<JoinToken> find(String secret) {
        return JoinToken.find("digest = ?1 and usedAt is null and expiresAt > ?2", Sha256.of(secret), Instant.now())
                .firstResultOptional();
    }

    /** Uses it up. Of two who try at the same time one succeeds. */
    boolean use(JoinToken token) {
        return JoinToken.update("usedAt = ?1 where id = ?2 and usedAt is null", Instant.now(), token.id) == 1;
    }

    private String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return "ghj_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "." + authority.fingerprint();
    }
}
