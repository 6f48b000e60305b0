package io.gatehouse.analytics;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The last few calls of each application and service, so that a busy one does not push out a quiet one. In memory only. */
@Singleton
class RecentCalls {
    private static final int OWNERS = 1_000;
    private static final int CALLS = 50;

    /** Those that were silent for longest leave first. */
    private final Map<UUID, Deque<Call>> byOwner = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Deque<Call>> eldest) {
            return size() > OWNERS;
        }
    };

    synchronized void add(UUID owner, Call call) {
        if (owner == null) return;
        Deque<Call> calls = byOwner.computeIfAbsent(owner, id -> new ArrayDeque<>(CALLS));
        if (calls.size() == CALLS) calls.removeLast();
        calls.addFirst(call);
    }

    /** Newest first. */
    synchronized List<Call> of(UUID owner) {
        Deque<Call> calls = byOwner.get(owner);
        return calls == null ? List.of() : List.copyOf(calls);
    }
}
