package io.gatehouse.gateway.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that a test moves by hand. */
final class MovableClock implements InstantSource {

    private long millis;

    MovableClock(String instant) {
        this.millis = Instant.parse(instant).toEpochMilli();
    }

    void forward(Duration duration) {
        millis += duration.toMillis();
    }

    void setMillis(long millis) {
        this.millis = millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public long millis() {
        return millis;
    }
}
