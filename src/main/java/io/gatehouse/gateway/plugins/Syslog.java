package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.log.Described;
import io.gatehouse.gateway.log.LogPlugin;
import io.gatehouse.gateway.log.LogQueue;
import io.gatehouse.gateway.log.LogRecord;
import io.gatehouse.gateway.log.QueueConfig;
import io.gatehouse.gateway.log.UdpSink;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends a record of every call to a syslog daemon, by RFC 5424 over UDP. */
public final class Syslog extends LogPlugin<Syslog.Config> {
    private static final int PRIORITY = 4;
    private static final int SYSLOG_PORT = 514;
    private static final int FACILITY = 8;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final QueueConfig QUEUE = new QueueConfig(1, 0.0, null, null, null, 1.0, null, null);

    /** In the order of their numbers, the most severe last but for {@code debug}. */
    public enum Severity {
        @JsonProperty("debug")
        DEBUG(7),
        @JsonProperty("info")
        INFO(6),
        @JsonProperty("notice")
        NOTICE(5),
        @JsonProperty("warning")
        WARNING(4),
        @JsonProperty("err")
        ERR(3),
        @JsonProperty("crit")
        CRIT(2),
        @JsonProperty("alert")
        ALERT(1),
        @JsonProperty("emerg")
        EMERG(0);

        private final int code;

        Severity(int code) {
            this.code = code;
        }
    }

    /** What a message belongs to. */
    public enum Facility {
        @JsonProperty("user")
        USER(1),
        @JsonProperty("kern")
        KERN(0),
        @JsonProperty("mail")
        MAIL(2),
        @JsonProperty("daemon")
        DAEMON(3),
        @JsonProperty("auth")
        AUTH(4),
        @JsonProperty("syslog")
        SYSLOG(5),
        @JsonProperty("lpr")
        LPR(6),
        @JsonProperty("news")
        NEWS(7),
        @JsonProperty("uucp")
        UUCP(8),
        @JsonProperty("cron")
        CRON(9),
        @JsonProperty("authpriv")
        AUTHPRIV(10),
        @JsonProperty("ftp")
        FTP(11),
        @JsonProperty("local0")
        LOCAL0(16),
        @JsonProperty("local1")
        LOCAL1(17),
        @JsonProperty("local2")
        LOCAL2(18),
        @JsonProperty("local3")
        LOCAL3(19),
        @JsonProperty("local4")
        LOCAL4(20),
        @JsonProperty("local5")
        LOCAL5(21),
        @JsonProperty("local6")
        LOCAL6(22),
        @JsonProperty("local7")
        LOCAL7(23);

        private final int code;

        Facility(int code) {
            this.code = code;
        }
    }

    @Doc("Sends a record of every call to a syslog daemon: JSON in a message of RFC 5424, over UDP.")
    public record Config(
            @Doc("Severity of calls that ended with a status below 400.")
            Severity successfulSeverity,

            @Doc("Severity of calls that ended with a status of 400 to 499.")
            Severity clientErrorsSeverity,

            @Doc("Severity of calls that ended with a status of 500 or more.")
            Severity serverErrorsSeverity,

            @Doc("Calls whose severity is lower are not sent.")
            Severity logLevel,

            @Doc("Facility of the messages.") Facility facility,
            @Doc("Name or address of the daemon.") String host,
            @Doc("Its UDP port.") @Min(1) @Max(65_535) Integer port,

            @Doc(value = "Not available: Gatehouse runs no Lua. Only an empty map is taken.", onlyInFiles = true)
            Map<String, String> customFieldsByLua,

            @Doc(
                    "Leaves out everything that looks like a credential: cookies, keys, tokens. Otherwise only Authorization and"
                            + " Proxy-Authorization.")
            Boolean redactSecrets)
            implements ConfigRules {

        public Config {
            successfulSeverity = successfulSeverity == null ? Severity.INFO : successfulSeverity;
            clientErrorsSeverity = clientErrorsSeverity == null ? Severity.INFO : clientErrorsSeverity;
            serverErrorsSeverity = serverErrorsSeverity == null ? Severity.INFO : serverErrorsSeverity;
            logLevel = logLevel == null ? Severity.INFO : logLevel;
            facility = facility == null ? Facility.USER : facility;
            host = host == null ? "127.0.0.1" : host;
            port = port == null ? Integer.valueOf(SYSLOG_PORT) : port;
            redactSecrets = redactSecrets == null ? Boolean.TRUE : redactSecrets;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            LogPlugin.checkLua(customFieldsByLua, broken);
        }

        private Severity severity(int status) {
            if (status >= SERVER_ERROR) return serverErrorsSeverity;
            return status >= CLIENT_ERROR ? clientErrorsSeverity : successfulSeverity;
        }
    }

    public Syslog() {
        super("syslog", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        LogQueue queue = queue(config, QUEUE, new UdpSink(config.host(), config.port()));
        Described described = new Described();
        return new Filter() {
            @Override
            public void onLog(Exchange exchange) {
                Severity severity = config.severity(exchange.ending().status());
                if (severity.code > config.logLevel().code || queue.isFull()) return;
                queue.add(message(config, severity, exchange, described));
            }
        };
    }

    private static byte[] message(Config config, Severity severity, Exchange exchange, Described described) {
        int priority = config.facility().code * FACILITY + severity.code;
        String head = "<" + priority + ">1 " + Instant.ofEpochMilli(exchange.startedAtMillis()) + " - gatehouse - - - ";
        byte[] record = LogRecord.of(exchange, config.redactSecrets(), described);
        byte[] message = new byte[head.length() + record.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, message, 0, head.length());
        System.arraycopy(record, 0, message, head.length(), record.length);
        return message;
    }
}
