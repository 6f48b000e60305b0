package io.gatehouse.gateway.log;

import java.util.concurrent.atomic.LongAdder;

/** What became of the records of one plugin, whatever its configurations. */
public final class LogCounts {
    private final String plugin;
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    LogCounts(String plugin) {
        this.plugin = plugin;
    }

    String plugin() {
        return plugin;
    }

    void sent(int records) {
        sent.add(records);
    }

    void dropped(int records) {
        dropped.add(records);
    }

    public long sent() {
        return sent.sum();
    }

    public long dropped() {
        return dropped.sum();
    }
}
