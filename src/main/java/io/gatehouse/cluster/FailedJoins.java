package io.gatehouse.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what comes from an address without a good token, so that nobody tries many. */
final class FailedJoins {
    static final int MOST = 20;
    private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MOST_ADDRESSES = 1_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    FailedJoins(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(long since, int count) {}

    synchronized boolean areTooMany(String address) {
        Failures before = failures.get(address);
        return before != null && clock.millis() - before.since < WINDOW_MILLIS && before.count >= MOST;
    }

    /** @return whether it is the first in a while */
    synchronized boolean add(String address) {
        long now = clock.millis();
        Failures before = failures.get(address);
        boolean isFresh = before == null || now - before.since >= WINDOW_MILLIS;
        if (isFresh) failures.remove(address);
        failures.put(address, isFresh ? new Failures(now, 1) : new Failures(before.since, before.count + 1));
        return isFresh;
    }
}
