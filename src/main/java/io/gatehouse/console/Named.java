package io.gatehouse.console;

import java.util.UUID;

/** Something that a page links to or lets choose. */
public record Named(UUID id, String title) {
    /** The id as forms carry it. */
    public String key() {
        return id.toString();
    }
}
