package io.gatehouse.gateway.limit;

/** One window's count as all nodes had it when they were last asked, and what this one has counted since. */
final class SyncedCount {
    private final String key;
    private final long keptUntil;
    private long everywhere;
    private long underWay;
    private long here;
    private boolean isAsking;
    /** Whether anybody wants to know of it lately; most callers are silent most of the time. */
    private boolean isWanted = true;

    SyncedCount(String key, long keptUntil) {
        this.key = key;
        this.keptUntil = keptUntil;
    }

    String key() {
        return key;
    }

    long keptUntil() {
        return keptUntil;
    }

    boolean isOver(long now) {
        return now >= keptUntil;
    }

    synchronized long total() {
        isWanted = true;
        return everywhere + underWay + here;
    }

    synchronized long add() {
        here++;
        return total();
    }

    /** Whether forgetting it loses nothing, as the others know all of it and nobody asks. */
    synchronized boolean isIdle() {
        return !isAsking && here == 0 && !isWanted;
    }

    /** What to tell the others; negative while they are being told already, or there is nothing to tell and nobody asks. */
    synchronized long begin() {
        if (isAsking || here == 0 && !isWanted) return -1;
        isAsking = true;
        isWanted = false;
        underWay = here;
        here = 0;
        return underWay;
    }

    synchronized void told(long everywhere) {
        this.everywhere = everywhere;
        underWay = 0;
        isAsking = false;
    }

    /** To be told again with the next: whether it arrived is not known. */
    synchronized void failed() {
        here += underWay;
        underWay = 0;
        isAsking = false;
    }
}
