package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Links that work once. Of one purpose and account only the newest works. */
@ApplicationScoped
@Transactional
class OneTimeTokens {

    /**
     * @param accountId null for the first operator
     * @return the token, which nobody can read here again
     */
    String issue(OneTimeToken.Purpose purpose, UUID accountId) {
        return issue(purpose, accountId, purpose.goodFor);
    }

    /** For somebody without an account yet, who will have these rights. */
    String invite(OneTimeToken.Purpose purpose, UUID accountId, String email, Rights rights) {
        return issue(purpose, accountId, email, rights, purpose.goodFor);
    }

    /** One that takes longer to arrive, since people hand it on. */
    String issue(OneTimeToken.Purpose purpose, UUID accountId, Duration goodFor) {
        return issue(purpose, accountId, null, null, goodFor);
    }

    private String issue(OneTimeToken.Purpose purpose, UUID accountId, String email, Rights rights, Duration goodFor) {
        endAll(purpose, accountId);
        String secret = SecretToken.fresh();
        OneTimeToken token = new OneTimeToken();
        token.digest = SecretToken.digest(secret);
        token.purpose = purpose;
        token.accountId = accountId;
        token.email = email;
        token.rights = rights;
        token.createdAt = Instant.now();
        token.expiresAt = token.createdAt.plus(goodFor);
        token.persist();
        return secret;
    }

    void endAll(OneTimeToken.Purpose purpose, UUID accountId) {
        Instant now = Instant.now();
        if (accountId == null) OneTimeToken.update("usedAt = ?1 where purpose = ?2 and usedAt is null", now, purpose);
        else
            OneTimeToken.update(
                    "usedAt = ?1 where purpose = ?2 and accountId = ?3 and usedAt is null", now, purpose, accountId);
    }

    /** Whether the account has a token that can still be used. */
    boolean isOpen(OneTimeToken.Purpose purpose, UUID accountId) {
        return OneTimeToken.count(
                        "purpose = ?1 and accountId = ?2 and usedAt is null and expiresAt > ?3",
                        purpose,
                        accountId,
                        Instant.now())
                > 0;
    }

    /** The token if it can still be used; looking does not use it. */
    Optional<OneTimeToken> find(OneTimeToken.Purpose purpose, String secret) {
        return OneTimeToken.<OneTimeToken>find(
                        "digest = ?1 and purpose = ?2 and usedAt is null and expiresAt > ?3",
                        SecretToken.digest(secret),
                        purpose,
                        Instant.now())
                .firstResultOptional();
    }

    /** Uses the token up; of two who try at the same time one succeeds. */
    void use(OneTimeToken.Purpose purpose, String secret) {
        Instant now = Instant.now();
        int used = OneTimeToken.update(
                "usedAt = ?1 where digest = ?2 and purpose = ?3 and usedAt is null and expiresAt > ?1",
                now,
                SecretToken.digest(secret),
                purpose);
        if (used == 0) throw new SpentToken();
    }

    /** Whose link it was, also when it was used. */
    Optional<UUID> accountOf(OneTimeToken.Purpose purpose, String secret) {
        return OneTimeToken.<OneTimeToken>find("digest = ?1 and purpose = ?2", SecretToken.digest(secret), purpose)
                .firstResultOptional()
                .map(token -> token.accountId);
    }
}
