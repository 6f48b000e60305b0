package io.gatehouse.gateway.limit;

import java.util.List;

/**
 * The answer to one call.
 *
 * @param retryAfterMillis when a call would pass again if nobody else called until then; 0 for an allowed one
 * @param rooms what is left after this call, one entry per limit in the order they were asked in
 */
public record Decision(boolean allowed, long retryAfterMillis, List<Room> rooms) {

    /** The room a caller should watch: the least left, and of equals the one that takes longest to come back. */
    public Room tightest() {
        Room tightest = rooms.get(0);
        for (Room room : rooms) {
            boolean less = room.remaining() < tightest.remaining();
            boolean longer = room.remaining() == tightest.remaining()
                    && room.limit().period().millis()
                            > tightest.limit().period().millis();
            if (less || longer) {
                tightest = room;
            }
        }
        return tightest;
    }

    /** What is left of one limit, and how long until the window gives some of it back. */
    public record Room(Limit limit, long remaining, long resetAfterMillis) {}

    /** Whole seconds, rounded up and at least one, as the headers carry them: a caller who waits that long passes. */
    public static long seconds(long millis) {
        return Math.max(1, (millis + 999) / 1000);
    }
}
