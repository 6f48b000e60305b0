package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends a record of every call to an HTTP server. */
public final class HttpLog extends LogPlugin<HttpLog.Config> {
    private static final int PRIORITY = 12;
    private static final int SECONDS_10 = 10_000;
    private static final int MINUTE = 60_000;

    @Doc("Sends a record of every call, as JSON, to an HTTP server.")
    public record Config(
            @Doc("Where records are sent: an http or https address. May hold a user name and a password.") @NotBlank
            String httpEndpoint,

            @Doc("Method to send them with.")
            @Pattern(regexp = "POST|PUT|PATCH", message = "expected one of: POST, PUT, PATCH")
            String method,

            @Doc("Content-Type to send them with.")
            @Pattern(
                    regexp = "application/json(; charset=utf-8)?",
                    message = "expected one of: application/json, application/json; charset=utf-8")
            String contentType,

            @Doc("Milliseconds that a delivery may take.") @Min(1)
            Integer timeout,

            @Doc("Milliseconds that an idle connection is kept. The runtime decides; read for compatibility.")
            Integer keepalive,

            @Doc("Headers to send along, by name; in a form lines of name:value.")
            Map<String, String> headers,

            @Doc("How records wait for their delivery.") @Valid
            QueueConfig queue,

            @Doc(value = "The old name of the tries in a row; superseded by the queue's times.", onlyInFiles = true)
            Integer retryCount,

            @Doc(value = "The old name of queue.max_batch_size.", onlyInFiles = true) @Min(1)
            Integer queueSize,

            @Doc(value = "The old name of queue.max_coalescing_delay.", onlyInFiles = true) @Min(0)
            Double flushTimeout,

            @Doc(value = "Not available: Gatehouse runs no Lua. Only an empty map is taken.", onlyInFiles = true)
            Map<String, String> customFieldsByLua,

            @Doc(
                    "Leaves out everything that looks like a credential: cookies, keys, tokens. Otherwise only Authorization and"
                            + " Proxy-Authorization.")
            Boolean redactSecrets)
            implements ConfigRules {

        public Config {
            method = method == null ? "POST" : method;
            contentType = contentType == null ? "application/json" : contentType;
            timeout = timeout == null ? Integer.valueOf(SECONDS_10) : timeout;
            keepalive = keepalive == null ? Integer.valueOf(MINUTE) : keepalive;
            queue = queue == null ? QueueConfig.DEFAULT : queue;
            redactSecrets = redactSecrets == null ? Boolean.TRUE : redactSecrets;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            LogPlugin.checkLua(customFieldsByLua, broken);
            if (httpEndpoint != null && !HttpSink.isAddress(httpEndpoint))
                broken.accept("http_endpoint", "expected an address that begins with http:// or https://");
            HttpSink.checkHeaders(headers, broken);
        }

        /** With what the old names say. */
        private QueueConfig limits() {
            return new QueueConfig(
                    queueSize == null ? queue.maxBatchSize() : queueSize,
                    flushTimeout == null ? queue.maxCoalescingDelay() : flushTimeout,
                    queue.maxEntries(),
                    queue.maxBytes(),
                    queue.initialRetryDelay(),
                    queue.maxRetryTime(),
                    queue.maxRetryDelay(),
                    queue.concurrencyLimit());
        }
    }

    public HttpLog() {
        super("http-log", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        Map<String, String> headers = new LinkedHashMap<>(config.headers() == null ? Map.of() : config.headers());
        headers.put("Content-Type", config.contentType());
        QueueConfig limits = config.limits();
        HttpSink sink = new HttpSink(
                config.httpEndpoint(),
                config.method(),
                Duration.ofMillis(config.timeout()),
                headers,
                limits.maxBatchSize() == 1);
        return filter(config, limits, sink, config.redactSecrets());
    }
}
