package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** All windows of one key, behind the only lock there is: two callers never wait for each other. */
final class Counters implements Callers.Retirable {

    private static final Kept[] NONE = {};

    private Kept[] windows = NONE;
    private boolean retired;

    /** The decision, or null when this object was evicted meanwhile and the caller has to take a new one. */
    synchronized Decision take(List<Limit> limits, boolean countsRefused, InstantSource clock) {
        if (retired) {
            return null;
        }
        // Read under the lock, so that a key never sees its own time run backwards.
        long now = clock.millis();
        boolean allowed = true;
        for (Limit limit : limits) {
            allowed &= window(limit).room(limit.requests(), now) > 0;
        }
        List<Room> rooms = rooms(limits, now, allowed || countsRefused);
        // After counting: this very refusal may be what the caller has to wait for.
        return new Decision(allowed, allowed ? 0 : retryAfterMillis(limits, now), rooms);
    }

    private long retryAfterMillis(List<Limit> limits, long now) {
        long longest = 0;
        for (Limit limit : limits) {
            Window window = window(limit);
            if (window.room(limit.requests(), now) == 0) {
                longest = Math.max(longest, window.retryAfter(limit.requests(), now));
            }
        }
        return longest;
    }

    /** What a call would be told, with nothing counted; null as for {@link #take}. */
    synchronized Decision look(List<Limit> limits, InstantSource clock) {
        if (retired) {
            return null;
        }
        long now = clock.millis();
        long retryAfterMillis = 0;
        for (Limit limit : limits) {
            Window window = window(limit);
            if (window.room(limit.requests(), now) == 0) {
                retryAfterMillis = Math.max(retryAfterMillis, window.retryAfter(limit.requests(), now));
            }
        }
        return new Decision(retryAfterMillis == 0, retryAfterMillis, rooms(limits, now, false));
    }

    /** False when this object was evicted meanwhile. */
    synchronized boolean add(List<Limit> limits, long amount, InstantSource clock) {
        if (retired) {
            return false;
        }
        long now = clock.millis();
        for (Limit limit : limits) {
            window(limit).add(limit.requests(), amount, now);
        }
        return true;
    }

    @Override
    public synchronized boolean retire(long now, boolean inAnyCase) {
        retired = inAnyCase || Arrays.stream(windows).allMatch(kept -> kept.window.idle(now));
        return retired;
    }

    private List<Room> rooms(List<Limit> limits, long now, boolean counts) {
        if (limits.size() == 1) {
            return List.of(room(limits.get(0), now, counts));
        }
        Room[] rooms = new Room[limits.size()];
        for (int i = 0; i < rooms.length; i++) {
            rooms[i] = room(limits.get(i), now, counts);
        }
        return List.of(rooms);
    }

    private Room room(Limit limit, long now, boolean counts) {
        Window window = window(limit);
        if (counts) {
            window.count(limit.requests(), now);
        }
        long remaining = window.room(limit.requests(), now);
        return new Room(limit, remaining, window.resetAfter(now));
    }

    /** A handful at most: a scan is quicker than a map, and holds less. */
    private Window window(Limit limit) {
        for (Kept kept : windows) {
            if (kept.type == limit.windowType() && kept.period.equals(limit.period())) {
                return kept.window;
            }
        }
        Window window = limit.windowType().window(limit.period());
        windows = Arrays.copyOf(windows, windows.length + 1);
        windows[windows.length - 1] = new Kept(limit.period(), limit.windowType(), window);
        return window;
    }

    private record Kept(Period period, WindowType type, Window window) {}
}
