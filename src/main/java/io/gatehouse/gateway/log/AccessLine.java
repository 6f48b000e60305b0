package io.gatehouse.gateway.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.SecretNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** How a call is written into the access log: on one line, in printable ASCII, without credentials. */
public enum AccessLine {
    /** As nginx's “combined”, with milliseconds in all, those of the upstream, and the request's id behind it. */
    TEXT {
        @Override
        String of(Exchange call) {
            Ending ending = call.ending();
            Set<String> own = call.attachment(SecretNames.OWN);
            StringBuilder line = new StringBuilder(256);
            line.append(call.request().clientAddress()).append(" - ");
            append(line, caller(call.consumer()), true);
            line.append(" [").append(time(call.startedAtMillis())).append("] \"");
            append(line, requestLine(call, own), false);
            line.append("\" ").append(ending.status()).append(' ').append(ending.responseBytes());
            quoted(line, referrer(call, own));
            quoted(line, call.request().headers().get("user-agent"));
            line.append(' ').append(ending.totalMillis()).append(' ');
            if (ending.wentUpstream()) line.append(ending.upstreamMillis());
            else line.append('-');
            return line.append(' ').append(call.requestId()).toString();
        }
    },
    /** An object with the names that the text has no room for. */
    JSON {
        @Override
        String of(Exchange call) {
            Ending ending = call.ending();
            Set<String> own = call.attachment(SecretNames.OWN);
            ObjectNode json = ConfigJson.MAPPER.createObjectNode();
            json.put("time", Instant.ofEpochMilli(call.startedAtMillis()).toString());
            json.put("request_id", call.requestId());
            json.put("client_ip", call.request().clientAddress());
            json.put("method", call.request().method());
            json.put("host", call.request().host());
            json.put("uri", cut(uri(call, own)));
            json.put("status", ending.status());
            json.put("request_bytes", ending.requestBytes());
            json.put("response_bytes", ending.responseBytes());
            json.put("total_ms", ending.totalMillis());
            json.put("gateway_ms", ending.gatewayMillis());
            if (ending.wentUpstream()) json.put("upstream_ms", ending.upstreamMillis());
            if (call.route() != null)
                json.put("route", named(call.route().name(), call.route().id()));
            if (call.service() != null)
                json.put("service", named(call.service().name(), call.service().id()));
            if (call.consumer() != null) json.put("consumer", caller(call.consumer()));
            if (ending.refusal() != null) json.put("refusal", ending.refusal());
            put(json, "referrer", referrer(call, own));
            put(json, "user_agent", call.request().headers().get("user-agent"));
            return json.toString();
        }
    };

    private static final int LONGEST = 2_048;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Without the end of the line. */
    abstract String of(Exchange call);

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    private static String requestLine(Exchange call, Set<String> own) {
        String sent = call.request().requestLine();
        return call.request().method() + " " + uri(call, own) + sent.substring(sent.lastIndexOf(' '));
    }

    private static String uri(Exchange call, Set<String> own) {
        String query = call.request().query();
        String path = call.request().path();
        return query == null ? path : path + "?" + SecretNames.redactQuery(query, own);
    }

    private static String referrer(Exchange call, Set<String> own) {
        String referrer = call.request().headers().get("referer");
        return referrer == null ? null : SecretNames.redactUri(referrer, own);
    }

    private static String caller(Consumer consumer) {
        if (consumer == null) return "-";
        return consumer.username() == null ? consumer.customId() : consumer.username();
    }

    private static String named(String name, Object id) {
        return name == null ? id.toString() : name;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) json.put(name, cut(value));
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
    }

    private static void quoted(StringBuilder line, String value) {
        line.append(" \"");
        append(line, value == null ? "-" : value, false);
        line.append('"');
    }

    /** Nothing that a client sends may end the line, close a quote, or speak to a terminal. */
    private static void append(StringBuilder line, String value, boolean spacesToo) {
        int end = Math.min(value.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            boolean plain = c > ' ' && c < 0x7f && c != '"' && c != '\\' || c == ' ' && !spacesToo;
            if (plain) line.append(c);
            else if (c <= 0xff)
                line.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            else line.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(c));
        }
    }
}
