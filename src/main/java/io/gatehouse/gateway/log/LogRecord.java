package io.gatehouse.gateway.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.SecretNames;
import io.vertx.core.MultiMap;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One call as a line of JSON, in the shape that Kong's log plugins give it, so that what reads those reads this. Made only when
 * something asks for it, and once for all that do. A path is no place for secrets and is written as it came.
 */
public final class LogRecord {

    private static final Exchange.Slot<byte[]> FULLY_REDACTED = new Exchange.Slot<>();
    private static final Exchange.Slot<byte[]> BARELY_REDACTED = new Exchange.Slot<>();
    private static final Set<String> BARELY = Set.of("authorization", "proxy-authorization");
    private static final int MOST_VALUE = 8_192;

    private final Exchange exchange;
    private final boolean redactSecrets;
    private final Set<String> own;
    private final Described described;

    private LogRecord(Exchange exchange, boolean redactSecrets, Described described) {
        this.exchange = exchange;
        this.redactSecrets = redactSecrets;
        this.described = described;
        own = exchange.attachment(SecretNames.OWN);
    }

    /**
     * The record in UTF-8, without the end of a line.
     *
     * @param redactSecrets everything that looks like a credential; otherwise only Authorization and Proxy-Authorization, as Kong does
     */
    public static byte[] of(Exchange exchange, boolean redactSecrets, Described described) {
        Exchange.Slot<byte[]> slot = redactSecrets ? FULLY_REDACTED : BARELY_REDACTED;
        byte[] known = exchange.attachment(slot);
        if (known != null) return known;
        byte[] made = bytes(new LogRecord(exchange, redactSecrets, described).json());
        exchange.attach(slot, made);
        return made;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return ConfigJson.MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode json() {
        Ending ending = exchange.ending();
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.set("request", request(ending));
        json.set("response", response(ending));
        json.putObject("latencies")
                .put("request", ending.totalMillis())
                .put("kong", ending.gatewayMillis())
                .put("proxy", ending.wentUpstream() ? ending.upstreamMillis() : -1)
                .put("receive", Math.max(0, ending.totalMillis() - ending.gatewayMillis() - ending.upstreamMillis()));
        json.set("tries", tries(ending));
        if (ending.wentUpstream()) json.put("upstream_uri", upstreamUri());
        if (ending.upstreamStatus() != 0) json.put("upstream_status", Integer.toString(ending.upstreamStatus()));
        if (exchange.route() != null) json.putRawValue("route", described.of(exchange.route()));
        if (exchange.service() != null) json.putRawValue("service", described.of(exchange.service()));
        caller(json);
        if (ending.refusal() != null) json.put("refusal", ending.refusal());
        return json.put("source", source(ending))
                .put("client_ip", exchange.request().clientAddress())
                .put("started_at", exchange.startedAtMillis());
    }

    private static String source(Ending ending) {
        return ending.refusal() == null ? "upstream" : ending.refusal().equals("error") ? "error" : "exit";
    }

    private ObjectNode request(Ending ending) {
        Exchange.Request request = exchange.request();
        String uri = uri(request.path(), request.query());
        String authority =
                request.headers().contains("host") ? request.headers().get("host") : request.host();
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.put("id", exchange.requestId());
        json.put("method", request.method());
        json.put("uri", uri);
        json.put("url", request.scheme() + "://" + authority + uri);
        json.put("size", sizeOf(request.requestLine().length(), request.headers()) + ending.requestBytes());
        json.set("querystring", arguments(request.query()));
        json.set("headers", headers(request.headers()));
        return json;
    }

    private ObjectNode response(Ending ending) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.put("status", ending.status());
        Exchange.Response response = exchange.response();
        int line = "HTTP/1.1 200 OK".length();
        json.put("size", response == null ? 0 : sizeOf(line, response.headers()) + ending.responseBytes());
        json.set("headers", response == null ? ConfigJson.MAPPER.createObjectNode() : headers(response.headers()));
        return json;
    }

    /** Of a head on the wire of HTTP/1.1, whatever it really came by. */
    private static long sizeOf(int firstLine, MultiMap headers) {
        long size = firstLine + 4L;
        for (Map.Entry<String, String> field : headers)
            size += field.getKey().length() + field.getValue().length() + 4L;
        return size;
    }

    private static ArrayNode tries(Ending ending) {
        ArrayNode tries = ConfigJson.MAPPER.createArrayNode();
        for (int i = 0; i < ending.tries().size(); i++) {
            Ending.Try tried = ending.tries().get(i);
            boolean failed = i < ending.tries().size() - 1 || ending.upstreamStatus() == 0;
            ObjectNode json = tries.addObject().put("ip", tried.host()).put("port", tried.port());
            if (failed) json.put("state", "failed");
        }
        return tries;
    }

    private void caller(ObjectNode json) {
        Consumer consumer = exchange.consumer();
        if (exchange.credentialId() != null)
            json.putObject("authenticated_entity")
                    .put("id", exchange.credentialId().toString());
        if (consumer == null) return;
        ObjectNode shown = json.putObject("consumer");
        if (consumer.id() != null) shown.put("id", consumer.id().toString());
        if (consumer.username() != null) shown.put("username", consumer.username());
        if (consumer.customId() != null) shown.put("custom_id", consumer.customId());
    }

    private String upstreamUri() {
        return uri(exchange.upstream().path(), exchange.upstream().query());
    }

    private String uri(String path, String query) {
        if (query == null) return path;
        return path + "?" + (redactSecrets ? SecretNames.redactQuery(query, own) : query);
    }

    private ObjectNode arguments(String query) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        if (query == null || query.isEmpty()) return json;
        for (String argument : query.split("&")) {
            int equals = argument.indexOf('=');
            String name = SecretNames.decoded(equals < 0 ? argument : argument.substring(0, equals));
            if (name.isEmpty()) continue;
            if (equals < 0) json.put(name, true);
            else if (redactSecrets && SecretNames.isSecret(name, own)) json.put(name, SecretNames.REDACTED);
            else add(json, name, SecretNames.decoded(argument.substring(equals + 1)));
        }
        return json;
    }

    private ObjectNode headers(MultiMap headers) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        for (Map.Entry<String, String> field : headers) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (isHidden(name)) json.put(name, SecretNames.REDACTED);
            else if (redactSecrets && (name.equals("referer") || name.equals("location")))
                json.put(name, SecretNames.redactUri(field.getValue(), own));
            else add(json, name, field.getValue());
        }
        return json;
    }

    private boolean isHidden(String name) {
        return redactSecrets ? SecretNames.isSecret(name, own) : BARELY.contains(name);
    }

    /** What comes twice is a list. */
    private static void add(ObjectNode json, String name, String value) {
        String kept = value.length() <= MOST_VALUE ? value : value.substring(0, MOST_VALUE);
        if (!json.has(name)) {
            json.put(name, kept);
        } else if (json.get(name) instanceof ArrayNode list) {
            list.add(kept);
        } else {
            var first = json.get(name);
            json.putArray(name).add(first).add(kept);
        }
    }
}
