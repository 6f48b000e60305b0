package io.gatehouse.admin;

import java.util.Optional;
import java.util.UUID;

/** Tells ids from names. */
final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    static Optional<UUID> parse(String text) {
        try {
            return text.length() == LENGTH ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
