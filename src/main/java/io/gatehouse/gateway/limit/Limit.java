package io.gatehouse.gateway.limit;

import java.util.Objects;

/** So many requests in a period, and how the period moves. */
public record Limit(long requests, Period period, WindowType windowType) {

    public Limit {
        if (requests < 0) {
            throw new IllegalArgumentException("A limit cannot be negative: " + requests);
        }
        Objects.requireNonNull(period);
        Objects.requireNonNull(windowType);
    }
}
