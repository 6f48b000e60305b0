package io.gatehouse.gateway.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers in the memory of this process. Bounded in number and bytes whatever callers ask for: what does not fit pushes others out,
 * in no particular order, since an order would need a lock that every event loop waits for.
 */
public final class AnswerCache {

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 64L << 20;

    private final int mostEntries;
    private final long mostBytes;
    private final ConcurrentHashMap<String, KeptAnswer> answers = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private Iterator<Map.Entry<String, KeptAnswer>> hand = answers.entrySet().iterator();

    public AnswerCache() {
        this(MOST_ENTRIES, MOST_BYTES);
    }

    AnswerCache(int mostEntries, long mostBytes) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
    }

    /** Null if there is none, or its time is over. */
    public KeptAnswer find(String key, long nowSeconds) {
        KeptAnswer found = answers.get(key);
        if (found != null && nowSeconds >= found.droppedAt()) {
            drop(key, found);
            return null;
        }
        return found;
    }

    public void keep(String key, KeptAnswer answer) {
        if (answer.bytes() > mostBytes) {
            return;
        }
        bytes.addAndGet(answer.bytes());
        KeptAnswer before = answers.put(key, answer);
        if (before != null) {
            bytes.addAndGet(-before.bytes());
        }
        if (isFull() && !sweep()) {
            drop(key, answer);
        }
    }

    public void drop(String key) {
        KeptAnswer found = answers.get(key);
        if (found != null) drop(key, found);
    }

    /** Of all that is kept now; what comes meanwhile may stay. */
    public void clear() {
        answers.forEach(this::drop);
    }

    int size() {
        return answers.size();
    }

    long bytes() {
        return bytes.get();
    }

    private boolean isFull() {
        return bytes.get() > mostBytes || answers.size() > mostEntries;
    }

    /** False when somebody else is at it. */
    private boolean sweep() {
        if (!sweeping.compareAndSet(false, true)) {
            return false;
        }
        try {
            while (isFull()) {
                if (!hand.hasNext()) {
                    hand = answers.entrySet().iterator();
                    if (!hand.hasNext()) {
                        return true;
                    }
                }
                Map.Entry<String, KeptAnswer> old = hand.next();
                drop(old.getKey(), old.getValue());
            }
            return true;
        } finally {
            sweeping.set(false);
        }
    }

    private void drop(String key, KeptAnswer answer) {
        if (answers.remove(key, answer)) {
            bytes.addAndGet(-answer.bytes());
        }
    }
}
