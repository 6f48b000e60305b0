package io.gatehouse.gateway.log;

import io.gatehouse.gateway.plugin.Delivering;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.NamedPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;

/** A plugin that writes every call down somewhere: what all of those have in common. */
public abstract class LogPlugin<C extends Record> extends NamedPlugin<C> implements Metered, Delivering {
    private final LogQueues queues;

    protected LogPlugin(String name, int priority, Class<C> configType) {
        super(name, priority, configType);
        queues = new LogQueues(name);
    }

    /** Files of Kong may carry such fields; only an empty map can be honoured. */
    public static void checkLua(Map<String, String> customFields, BiConsumer<String, String> broken) {
        if (customFields != null && !customFields.isEmpty())
            broken.accept("custom_fields_by_lua", "is not available: Gatehouse runs no Lua");
    }

    /** Writes the whole record of every call. */
    protected final Filter filter(C config, QueueConfig limits, LogSink sink, boolean redactSecrets) {
        LogQueue queue = queue(config, limits, sink);
        Described described = new Described();
        return new Filter() {
            @Override
            public void onLog(Exchange exchange) {
                if (!queue.isFull()) queue.add(LogRecord.of(exchange, redactSecrets, described));
            }
        };
    }

    protected final LogQueue queue(C config, QueueConfig limits, LogSink sink) {
        return queues.of(config, limits, () -> sink);
    }

    @Override
    public final void finish(Duration longest) {
        queues.finish(longest);
    }

    @Override
    public final void scrape(StringBuilder text) {
        count(text, "sent", queues.counts().sent());
        count(text, "dropped", queues.counts().dropped());
    }

    private void count(StringBuilder text, String what, long records) {
        text.append("gatehouse_log_records_total{plugin=\"")
                .append(name())
                .append("\",outcome=\"")
                .append(what)
                .append("\"} ")
                .append(records)
                .append('\n');
    }
}
