package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import java.time.Instant;
import java.util.UUID;

/**
 * An entity as it is stored.
 *
 * @param name what it is addressed by beside its id; null if it has none
 * @param body every field of its kind; secrets in the clear, so show {@link #shown} to people
 * @param version goes up with every change; a form sends it back, so that nobody overwrites what they have not seen
 */
public record Stored(
        Kind<?> kind, UUID id, String name, ObjectNode body, long version, Instant createdAt, Instant updatedAt) {

    /** Marks what the portal keeps by itself. */
    public static final String PORTAL_TAG = Derived.TAG;

    /** The body without secrets. Stored again as it is, it keeps them. */
    public ObjectNode shown() {
        return Masking.hide(body);
    }

    /** Whether it is a plugin that Gatehouse keeps right by itself; operators change what it comes from. */
    public boolean isDerivedPlugin() {
        return kind == Kind.PLUGINS && Derived.isMarked(body);
    }

    /** Whether it bears the tag of what the portal keeps by itself, in the groups that it serves. */
    public boolean isMarked() {
        return Derived.isMarked(body);
    }

    /** Where an operator changes a derived plugin instead, in a sentence. */
    public String advice() {
        return Derived.advice(body);
    }

    @Override
    public String toString() {
        return kind.wireName() + " " + (name == null ? id : name);
    }
}
