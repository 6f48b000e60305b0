package io.gatehouse.gateway.log;

import io.gatehouse.gateway.plugin.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How many records may wait for their receiver, and for how long. Named as in Kong's configurations. */
public record QueueConfig(
        @Doc("Records that are sent together, at most.") @Min(1) @Max(1_000_000)
        Integer maxBatchSize,

        @Doc("Seconds that the first record of a batch waits for others.") @Min(0) @Max(3_600)
        Double maxCoalescingDelay,

        @Doc("Records that wait, at most. What comes while so many wait is dropped and counted.")
        @Min(1)
        @Max(1_000_000)
        Integer maxEntries,

        @Doc("Bytes that wait, at most.") @Min(1) Long maxBytes,

        @Doc("Seconds before a failed delivery is tried again; doubled each time.") @Min(0)
        Double initialRetryDelay,

        @Doc("Seconds after which a batch that cannot be delivered is dropped and counted.") @Min(0)
        Double maxRetryTime,

        @Doc("Seconds between two tries, at most.") @Min(0) Double maxRetryDelay,
        @Doc("Deliveries at a time; there is always one.") Integer concurrencyLimit) {

    private static final int ENTRIES = 10_000;
    private static final double SHORT = 0.01;
    private static final double MINUTE = 60;
    private static final double MILLIS = 1_000;
    private static final long MOST_BYTES = 64L << 20;

    public static final QueueConfig DEFAULT = new QueueConfig(null, null, null, null, null, null, null, null);

    public QueueConfig {
        maxBatchSize = maxBatchSize == null ? Integer.valueOf(1) : maxBatchSize;
        maxCoalescingDelay = maxCoalescingDelay == null ? Double.valueOf(1) : maxCoalescingDelay;
        maxEntries = maxEntries == null ? Integer.valueOf(ENTRIES) : maxEntries;
        initialRetryDelay = initialRetryDelay == null ? Double.valueOf(SHORT) : initialRetryDelay;
        maxRetryTime = maxRetryTime == null ? Double.valueOf(MINUTE) : maxRetryTime;
        maxRetryDelay = maxRetryDelay == null ? Double.valueOf(MINUTE) : maxRetryDelay;
    }

    /** Memory has an end even where the configuration names none. */
    long bytes() {
        return maxBytes == null ? MOST_BYTES : maxBytes;
    }

    long coalescingMillis() {
        return maxBatchSize == 1 ? 0 : (long) (maxCoalescingDelay * MILLIS);
    }

    long firstRetryMillis() {
        return Math.max(1, (long) (initialRetryDelay * MILLIS));
    }

    long retryMillis() {
        return (long) (maxRetryTime * MILLIS);
    }

    long longestRetryMillis() {
        return Math.max(1, (long) (maxRetryDelay * MILLIS));
    }
}
