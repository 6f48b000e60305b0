package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.log.UdpSink;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends a record of every call as a datagram. */
public final class UdpLog extends LogPlugin<UdpLog.Config> {
    private static final int PRIORITY = 8;
    private static final int SECONDS_10 = 10_000;
    private static final QueueConfig QUEUE = new QueueConfig(1, 0.0, null, null, null, 1.0, null, null);

    @Doc("Sends a record of every call, as JSON, as a datagram. A record beyond 65,507 bytes is dropped and counted.")
    public record Config(
            @Doc("Name or address of the receiver.") @NotBlank
            String host,

            @Doc("Its port.") @NotNull @Min(1) @Max(65_535) Integer port,

            @Doc("Milliseconds; a datagram does not wait. Read for compatibility.")
            Integer timeout,

            @Doc(value = "Not available: Gatehouse runs no Lua. Only an empty map is taken.", onlyInFiles = true)
            Map<String, String> customFieldsByLua,

            @Doc(
                    "Leaves out everything that looks like a credential: cookies, keys, tokens. Otherwise only Authorization and"
                            + " Proxy-Authorization.")
            Boolean redactSecrets)
            implements ConfigRules {

        public Config {
            timeout = timeout == null ? Integer.valueOf(SECONDS_10) : timeout;
            redactSecrets = redactSecrets == null ? Boolean.TRUE : redactSecrets;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            LogPlugin.checkLua(customFieldsByLua, broken);
        }
    }

    public UdpLog() {
        super("udp-log", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return filter(config, QUEUE, new UdpSink(config.host(), config.port()), config.redactSecrets());
    }
}
