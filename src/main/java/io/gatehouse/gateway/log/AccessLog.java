package io.gatehouse.gateway.log;

import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.gateway.usage.UsageSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The gateway's own log: a line for every call, whatever plugins there are. Made by event loops, written by a thread of its own. */
public final class AccessLog {
    private static final int BATCH = 1_024;
    private static final QueueConfig LIMITS = new QueueConfig(BATCH, 0.0, 100_000, null, null, 0.0, null, null);

    private final LogQueues queues = new LogQueues("access-log");
    private final LogQueue queue;
    private final AccessLine line;

    private record Target(String path) {}

    /** @param path of a file, or {@code /dev/stdout} */
    public AccessLog(AccessLine line, String path) {
        this.line = line;
        queue = queues.of(new Target(path), LIMITS, () -> new FileSink(path, false));
    }

    /** Takes what the other takes, and writes it down besides. */
    public UsageSink with(UsageSink usage) {
        return new UsageSink() {
            @Override
            public void take(UsageRecord call) {
                usage.take(call);
            }

            @Override
            public void ended(Exchange call) {
                usage.ended(call);
                if (!queue.isFull()) queue.add(line.of(call).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void finish(Duration longest) {
                queues.finish(longest);
                usage.finish(longest);
            }
        };
    }

    /** How many lines were lost because the disk was full or too slow. */
    public long dropped() {
        return queues.counts().dropped();
    }
}
