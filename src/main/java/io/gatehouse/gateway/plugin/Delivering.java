package io.gatehouse.gateway.plugin;

import java.time.Duration;

/** A plugin that has things on their way when the gateway ends. */
public interface Delivering {

    /** Waits until all of it has arrived, or for this long. Not for event loops. */
    void finish(Duration longest);

    /** Lets all of them finish. */
    static void finish(Plugins plugins, Duration longest) {
        plugins.all().forEach(known -> {
            if (known.plugin() instanceof Delivering delivering) delivering.finish(longest);
        });
    }
}
