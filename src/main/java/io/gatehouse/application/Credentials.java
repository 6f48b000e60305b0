package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The life of keys: minted (the secret leaves once, a digest stays) and revoked. */
@ApplicationScoped
@Transactional
public class Credentials {
    static final int MOST_PER_APPLICATION = 20;

    private final KeyMint mint;
    private final ApplicationMails mails;
    private final Audit audit;
    private final Event<AccessChanged> accessChanged;

    Credentials(KeyMint mint, ApplicationMails mails, Audit audit, Event<AccessChanged> accessChanged) {
        this.mint = mint;
        this.mails = mails;
        this.audit = audit;
        this.accessChanged = accessChanged;
    }

    /** A key that was just minted, together with the one chance to see its secret. */
    public record NewKey(UUID id, String name, String secret) {}

    public List<ApiKey> of(UUID applicationId) {
        return ApiKey.list("application.id = ?1 order by createdAt desc", applicationId);
    }

    /**
     * Mints a key for the application.
     *
     * @param lifetime after which the key expires, null for never
     */
    public NewKey mint(Application application, String name, Duration lifetime) {
        return mint(application, UUID.randomUUID(), name, lifetime);
    }

    /** The same, with an id that the form brought along, so that sending the form again never mints a second key. */
    NewKey mint(Application application, UUID id, String name, Duration lifetime) {
        String clean = check(application, id, name);
        KeyMint.Minted minted = mint.mint();
        ApiKey key = new ApiKey();
        key.id = id;
        key.application = application;
        key.name = clean;
        key.digest = minted.digest();
        key.prefix = minted.prefix();
        key.lastFour = minted.lastFour();
        key.createdAt = Instant.now();
        key.expiresAt = lifetime == null ? null : key.createdAt.plus(lifetime);
        try {
            key.persistAndFlush();
        } catch (ConstraintViolationException sentTwice) {
            throw usedForm();
        }
        audit.record("key.minted", "key", key.id, key.name, shownAs(key));
        accessChanged.fire(new AccessChanged(application.id));
        return new NewKey(key.id, clean, minted.secret());
    }

    /** The name that the key will have; refuses what {@link #mint} would refuse. */
    String check(Application application, UUID id, String name) {
        if (ApiKey.findById(id) != null) throw usedForm();
        if (application.state == Application.State.SUSPENDED)
            throw new Refused(null, "This app is suspended, so that a key would open nothing.");
        String clean = Text.line("name", "a name, such as the place where it will live", name, 80);
        List<ApiKey> live = of(application.id).stream().filter(ApiKey::isLive).toList();
        if (live.stream().anyMatch(key -> key.name.equalsIgnoreCase(clean)))
            throw new Refused("name", "This app already has a key called “" + clean + "”. Choose another name.");
        if (live.size() >= MOST_PER_APPLICATION)
            throw new Refused(
                    null,
                    "This app has " + MOST_PER_APPLICATION
                            + " keys, which is the most. Revoke one that is no longer used.");
        return clean;
    }

    private static Refused usedForm() {
        return new Refused(
                null, "This form was used already, and its key was shown then. Send it once more for another key.");
    }

    public ApiKey one(UUID applicationId, UUID keyId) {
        return ApiKey.<ApiKey>find("id = ?1 and application.id = ?2", keyId, applicationId)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    /**
     * For operators, who may revoke any. The owner gets a mail.
     *
     * @param reason told to the owner; may be empty
     */
    public ApiKey revoke(UUID keyId, String reason) {
        String clean = ToldReason.checked(reason);
        ApiKey key = ApiKey.<ApiKey>findByIdOptional(keyId).orElseThrow(NotFound::new);
        if (revoke(key, clean)) mails.revoked(key, clean);
        return key;
    }

    /** Revokes a key of this application; revoking twice is fine. */
    public ApiKey revoke(Application application, UUID keyId) {
        ApiKey key = one(application.id, keyId);
        revoke(key, "");
        return key;
    }

    /** Whether it was alive until now. */
    private boolean revoke(ApiKey key, String reason) {
        if (key.revokedAt != null) return false;
        key.revokedAt = Instant.now();
        Map<String, String> detail = new HashMap<>(shownAs(key));
        if (!reason.isEmpty()) detail.put("reason", reason);
        audit.record("key.revoked", "key", key.id, key.name, detail);
        accessChanged.fire(new AccessChanged(key.application.id));
        return true;
    }

    private static Map<String, String> shownAs(ApiKey key) {
        return Map.of("key", key.shown(), "application", key.application.name);
    }
}
