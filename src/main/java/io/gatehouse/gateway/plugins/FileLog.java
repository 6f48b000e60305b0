package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.FileSink;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.function.BiConsumer;

/** Appends a record of every call to a file. */
public final class FileLog extends LogPlugin<FileLog.Config> {
    private static final int PRIORITY = 9;
    private static final int BATCH = 256;
    private static final QueueConfig QUEUE = new QueueConfig(BATCH, 0.0, null, null, null, 0.0, null, null);

    /** Whoever may configure plugins may not thereby write into programs, keys or settings of the machine. */
    private static final String LOG_FILE = "/dev/std(out|err)|/[^*&%`\\x00-\\x1f]*\\.(log|json|jsonl|ndjson)";

    @Doc("Appends a record of every call, a line of JSON, to a file of the machine that the gateway runs on.")
    public record Config(
            @Doc("Where: a full path that ends in .log, .json, .jsonl or .ndjson, or /dev/stdout or /dev/stderr.")
            @NotBlank
            @Pattern(
                    regexp = LOG_FILE,
                    message =
                            "expected a full path that ends in .log, .json, .jsonl or .ndjson, or /dev/stdout or /dev/stderr")
            String path,

            @Doc("Opens the file for every write. A file that was renamed or removed is opened anew in any case soon.")
            Boolean reopen,

            @Doc(value = "Not available: Gatehouse runs no Lua. Only an empty map is taken.", onlyInFiles = true)
            Map<String, String> customFieldsByLua,

            @Doc(
                    "Leaves out everything that looks like a credential: cookies, keys, tokens. Otherwise only Authorization and"
                            + " Proxy-Authorization.")
            Boolean redactSecrets)
            implements ConfigRules {

        public Config {
            reopen = reopen == null ? Boolean.FALSE : reopen;
            redactSecrets = redactSecrets == null ? Boolean.TRUE : redactSecrets;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            LogPlugin.checkLua(customFieldsByLua, broken);
        }
    }

    public FileLog() {
        super("file-log", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return filter(config, QUEUE, new FileSink(config.path(), config.reopen()), config.redactSecrets());
    }
}
