package io.gatehouse.audit;

import java.util.UUID;

/** Who acts. Known to {@link Audit} through whoever knows people: {@link ActorSource}. */
public record Actor(String kind, UUID id, String name, String address) {
    public static final Actor SYSTEM = new Actor("system", null, "Gatehouse", "");
}
