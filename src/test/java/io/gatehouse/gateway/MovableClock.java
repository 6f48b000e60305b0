package io.gatehouse.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that a test moves by hand. */
public final class MovableClock implements InstantSource {

    private long millis;

    public MovableClock(String instant) {
        this.millis = Instant.parse(instant).toEpochMilli();
    }

    public void forward(Duration duration) {
        millis += duration.toMillis();
    }

    public void setMillis(long millis) {
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
