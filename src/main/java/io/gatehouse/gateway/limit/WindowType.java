package io.gatehouse.gateway.limit;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a period moves over time, and with it how precise the count is. */
public enum WindowType {
    /** Periods of the clock (UTC). Up to twice the limit can pass around the turn of a period. */
    @JsonProperty("fixed")
    FIXED,
    /** The share of the previous period that still overlaps counts too: two numbers a caller, good for large limits. */
    @JsonProperty("sliding")
    SLIDING,
    /** The trailing period, to the millisecond: never more than the limit, never refused while there is room. */
    @JsonProperty("exact")
    EXACT;

    Window window(Period period) {
        return switch (this) {
            case FIXED -> new FixedWindow(period);
            case SLIDING -> new SlidingWindow(period);
            case EXACT -> new ExactLog(period);
        };
    }
}
