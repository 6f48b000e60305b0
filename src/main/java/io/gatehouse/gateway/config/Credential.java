package io.gatehouse.gateway.config;

import java.util.UUID;

/**
 * Proves who calls.
 *
 * @param type name of the plugin that asks for it, such as {@code key-auth}
 * @param digest what is kept of the secret, 32 bytes
 * @param expiresAt epoch milliseconds, null for never
 */
public record Credential(UUID id, String type, byte[] digest, Long expiresAt) {}
