package io.gatehouse.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Ids of gateway objects. Those that Gatehouse derives from its own are the same every time, so that writing them twice changes nothing. */
public final class Ids {
    private Ids() {}

    static UUID of(String kind, Object... parts) {
        StringBuilder name = new StringBuilder("gatehouse:").append(kind);
        for (Object part : parts) name.append(':').append(part);
        return UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is not an id, and so must be a name. */
    public static Optional<UUID> parse(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
