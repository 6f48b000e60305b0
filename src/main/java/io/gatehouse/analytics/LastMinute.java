package io.gatehouse.analytics;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How many calls each application made to each service in each of the last sixty seconds. In memory only. */
@Singleton
class LastMinute {
    private static final int OWNERS = 10_000;
    private static final int SECONDS = 60;

    /** Those that were silent for longest leave first. */
    private final Map<UUID, Map<String, Ring>> byOwner = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Map<String, Ring>> eldest) {
            return size() > OWNERS;
        }
    };

    /** @param busiestSecond the most calls in any one second */
    record Counted(long calls, long busiestSecond) {
        static final Counted NOTHING = new Counted(0, 0);
    }

    synchronized void add(UUID owner, String serviceName, Instant endedAt) {
        if (owner == null) return;
        byOwner.computeIfAbsent(owner, id -> new HashMap<>())
                .computeIfAbsent(serviceName, name -> new Ring())
                .add(endedAt.getEpochSecond());
    }

    synchronized Counted of(UUID owner, String serviceName, Instant now) {
        Ring ring = byOwner.getOrDefault(owner, Map.of()).get(serviceName);
        return ring == null ? Counted.NOTHING : ring.until(now.getEpochSecond());
    }

    /** A place for each second, taken over by the second one minute later. */
    private static final class Ring {
        private final long[] seconds = new long[SECONDS];
        private final long[] calls = new long[SECONDS];

        void add(long second) {
            int place = (int) (second % SECONDS);
            if (seconds[place] > second) return;
            if (seconds[place] < second) calls[place] = 0;
            seconds[place] = second;
            calls[place]++;
        }

        Counted until(long now) {
            long[] live = new long[SECONDS];
            for (int i = 0; i < SECONDS; i++) live[i] = seconds[i] > now - SECONDS ? calls[i] : 0;
            return new Counted(
                    Arrays.stream(live).sum(), Arrays.stream(live).max().orElse(0));
        }
    }
}
