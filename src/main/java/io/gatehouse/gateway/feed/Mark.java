package io.gatehouse.gateway.feed;

import java.util.UUID;

/** How far one part of a configuration has come. Numbers of different histories have nothing to do with each other. */
public record Mark(UUID history, long sequence) {
    /** Before everything. */
    static final long NOTHING = -1;

    /** The number in this history. */
    static long of(Mark mark, UUID history) {
        return mark == null || !mark.history.equals(history) ? NOTHING : mark.sequence;
    }
}
