package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.log.TcpSink;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends a record of every call over a TCP connection. */
public final class TcpLog extends LogPlugin<TcpLog.Config> {
    private static final int PRIORITY = 7;
    private static final int SECONDS_10 = 10_000;
    private static final int MINUTE = 60_000;
    private static final int BATCH = 256;
    private static final QueueConfig QUEUE = new QueueConfig(BATCH, 0.0, null, null, null, 10.0, 1.0, null);

    @Doc("Sends a record of every call, a line of JSON, over a TCP connection.")
    public record Config(
            @Doc("Name or address of the receiver.") @NotBlank
            String host,

            @Doc("Its port.") @NotNull @Min(1) @Max(65_535) Integer port,

            @Doc("Milliseconds that connecting may take.") @Min(1)
            Integer timeout,

            @Doc(
                    "Milliseconds that an idle connection is kept. Gatehouse keeps it as long as records come; read for compatibility.")
            Integer keepalive,

            @Doc("Speaks TLS. The receiver's certificate is verified.")
            Boolean tls,

            @Doc("Name that the receiver's certificate must have; the host if left out.")
            String tlsSni,

            @Doc(value = "Not available: Gatehouse runs no Lua. Only an empty map is taken.", onlyInFiles = true)
            Map<String, String> customFieldsByLua,

            @Doc(
                    "Leaves out everything that looks like a credential: cookies, keys, tokens. Otherwise only Authorization and"
                            + " Proxy-Authorization.")
            Boolean redactSecrets)
            implements ConfigRules {

        public Config {
            timeout = timeout == null ? Integer.valueOf(SECONDS_10) : timeout;
            keepalive = keepalive == null ? Integer.valueOf(MINUTE) : keepalive;
            tls = tls == null ? Boolean.FALSE : tls;
            redactSecrets = redactSecrets == null ? Boolean.TRUE : redactSecrets;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            LogPlugin.checkLua(customFieldsByLua, broken);
        }
    }

    public TcpLog() {
        super("tcp-log", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        String name = config.tlsSni() == null ? config.host() : config.tlsSni();
        TcpSink sink = new TcpSink(config.host(), config.port(), config.timeout(), config.tls() ? name : null);
        return filter(config, QUEUE, sink, config.redactSecrets());
    }
}
