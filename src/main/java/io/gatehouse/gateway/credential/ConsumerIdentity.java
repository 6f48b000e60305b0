package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.Acl;
import io.gatehouse.gateway.config.BasicAuthCredential;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.HmacAuthCredential;
import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.KeyAuthCredential;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes of a consumer, and of the entities that belong to it, what the gateway knows of it; wherever they are stored. */
public final class ConsumerIdentity {

    private static final long MILLIS = 1_000;

    private final KeyDigest digest;

    public ConsumerIdentity(KeyDigest digest) {
        this.digest = digest;
    }

    /** @param belongings entities of the kinds {@link io.gatehouse.gateway.config.Kind#OF_CONSUMERS} */
    public IdentityChange of(Consumer consumer, List<? extends Record> belongings) {
        List<Credential> credentials = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (Record entity : belongings) {
            if (entity instanceof Acl acl) {
                groups.add(acl.group());
            } else {
                credentials.add(credential(entity));
            }
        }
        return new IdentityChange(consumer.id(), consumer.withAclGroups(groups), credentials);
    }

    private Credential credential(Record entity) {
        if (entity instanceof KeyAuthCredential key) {
            Long expiresAt = key.ttl() == null ? null : Long.valueOf((key.createdAt() + key.ttl()) * MILLIS);
            return new Credential(key.id(), "key-auth", HexFormat.of().parseHex(key.digest()), expiresAt);
        }
        if (entity instanceof BasicAuthCredential basic) {
            byte[] name = digest.of(basic.username());
            return new Credential(basic.id(), "basic-auth", name, null, new KeptPassword(basic, digest));
        }
        if (entity instanceof HmacAuthCredential hmac) {
            return new Credential(hmac.id(), "hmac-auth", digest.of(hmac.username()), null, hmac);
        }
        if (entity instanceof JwtSecret jwt) {
            return new Credential(jwt.id(), "jwt", digest.of(jwt.key()), null, TokenKey.of(jwt));
        }
        throw new IllegalArgumentException("Not a credential: " + entity);
    }
}
