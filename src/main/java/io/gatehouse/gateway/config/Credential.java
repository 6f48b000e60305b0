package io.gatehouse.gateway.config;

import java.util.UUID;

/**
 * Proves who calls.
 *
 * @param type name of the plugin that asks for it, such as {@code key-auth}
 * @param digest what is kept of the secret, or of the name that the credential goes by, 32 bytes
 * @param expiresAt epoch milliseconds, null for never
 * @param proof what the plugin needs to check a caller who knows the name, null where the digest is all
 */
public record Credential(UUID id, String type, byte[] digest, Long expiresAt, Record proof) {

    public Credential(UUID id, String type, byte[] digest, Long expiresAt) {
        this(id, type, digest, expiresAt, null);
    }
}
