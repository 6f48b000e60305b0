package io.gatehouse.gateway.limit;

import io.netty.util.NetUtil;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each address has failed of late. A table that never grows: whoever shares a place with another by chance is told to wait
 * a little earlier, which does harm only to callers that fail. An IPv6 address stands for its /64, since that is what one caller has.
 */
public final class FailureLimit {
    private static final int PLACES = 1 << 16;
    private static final int WINDOW_SECONDS = 60;
    private static final int COUNT_BITS = 24;
    private static final int MOST = (1 << COUNT_BITS) - 1;
    private static final int NETWORK_BYTES = 8;

    private final int perMinute;
    private final InstantSource clock;
    private final int seed = ThreadLocalRandom.current().nextInt();
    /** Second of the first failure, and the number since. */
    private final AtomicLongArray windows;

    /** @param perMinute 0 for no limit */
    public FailureLimit(int perMinute, InstantSource clock) {
        this.perMinute = Math.min(perMinute, MOST);
        this.clock = clock;
        this.windows = new AtomicLongArray(perMinute == 0 ? 0 : PLACES);
    }

    /** Counts another one. 0 if that was within the limit, else the seconds until one is again. */
    public int secondsToWait(String address) {
        if (perMinute == 0) return 0;
        int place = place(address);
        long now = clock.millis() / 1000;
        while (true) {
            long window = windows.get(place);
            long age = now - (window >>> COUNT_BITS);
            boolean isOver = age < 0 || age >= WINDOW_SECONDS;
            if (!isOver && (window & MOST) >= perMinute) return (int) (WINDOW_SECONDS - age);
            if (windows.compareAndSet(place, window, isOver ? now << COUNT_BITS | 1 : window + 1)) return 0;
        }
    }

    private int place(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        int hash = seed;
        for (int i = 0; bytes != null && i < Math.min(bytes.length, NETWORK_BYTES); i++) hash = hash * 31 + bytes[i];
        hash *= 0x9E3779B9;
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
