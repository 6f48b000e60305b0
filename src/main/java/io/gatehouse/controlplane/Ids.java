package io.gatehouse.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of gateway objects that Gatehouse derives from its own: the same every time, so that writing them twice changes nothing. */
final class Ids {
    private Ids() {}

    static UUID of(String kind, Object... parts) {
        StringBuilder name = new StringBuilder("gatehouse:").append(kind);
        for (Object part : parts) name.append(':').append(part);
        return UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
    }
}
