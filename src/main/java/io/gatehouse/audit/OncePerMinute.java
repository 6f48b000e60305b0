package io.gatehouse.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets what anybody can cause as often as they like into the log once a minute for each cause, so that the log cannot be flooded. */
public final class OncePerMinute {
    private static final long MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MOST_CAUSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Long> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_CAUSES;
        }
    };

    public OncePerMinute(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized boolean isDue(String cause) {
        long now = clock.millis();
        Long last = seen.get(cause);
        if (last != null && now - last < MILLIS) return false;
        seen.remove(cause);
        seen.put(cause, now);
        return true;
    }
}
