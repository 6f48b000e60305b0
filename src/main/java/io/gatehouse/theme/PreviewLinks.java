package io.gatehouse.theme;

import io.gatehouse.settings.Secrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Signed words that open one operator's draft for a day, to be looked at and nothing else. */
@Singleton
public class PreviewLinks {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int BODY = 24;
    private static final int SIGNATURE = 32;
    private static final int LONGEST = 100;

    private final Secrets secrets;
    private final InstantSource clock;

    @Inject
    PreviewLinks(Secrets secrets) {
        this(secrets, InstantSource.system());
    }

    PreviewLinks(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    public String token(UUID draft) {
        byte[] body = ByteBuffer.allocate(BODY)
                .putLong(draft.getMostSignificantBits())
                .putLong(draft.getLeastSignificantBits())
                .putLong(clock.instant().plus(LIFE).getEpochSecond())
                .array();
        byte[] whole =
                ByteBuffer.allocate(BODY + SIGNATURE).put(body).put(sign(body)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Where the draft's style sheet is for whoever has the token. */
    public String stylesheet(String token, Dress draft) {
        return ThemeAssets.draft(token, "look", draft.hash());
    }

    /** The draft that the token opens, if it is ours and still good. */
    Optional<UUID> draft(String token) {
        if (token.length() > LONGEST) return Optional.empty();
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (whole.length != BODY + SIGNATURE) return Optional.empty();
        byte[] body = new byte[BODY];
        byte[] signature = new byte[SIGNATURE];
        ByteBuffer.wrap(whole).get(body).get(signature);
        if (!MessageDigest.isEqual(signature, sign(body))) return Optional.empty();
        ByteBuffer fields = ByteBuffer.wrap(body);
        UUID draft = new UUID(fields.getLong(), fields.getLong());
        boolean good = clock.instant().isBefore(Instant.ofEpochSecond(fields.getLong()));
        return good ? Optional.of(draft) : Optional.empty();
    }

    private byte[] sign(byte[] body) {
        return secrets.signature("preview", body);
    }
}
