package io.gatehouse.gateway.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.SecretNames;
import java.nio.charset.StandardCharsets;

/** A call as spans of OTLP in JSON, with the names of OpenTelemetry's conventions for HTTP, and without credentials. */
final class Spans {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int ERROR = 2;
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST = 2_048;
    private static final String NANOS = "000000";

    private Spans() {}

    /** One or two objects, with a comma between them. */
    static byte[] of(Exchange call, TraceContext trace) {
        String spans = gateway(call, trace).toString();
        if (call.ending().wentUpstream()) spans += ',' + upstream(call, trace).toString();
        return spans.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode gateway(Exchange call, TraceContext trace) {
        Ending ending = call.ending();
        Exchange.Request request = call.request();
        ObjectNode span = span(trace.traceId(), trace.spanId(), trace.parentId(), SERVER);
        span.put("name", call.route() == null ? request.method() : request.method() + " " + routeName(call));
        times(span, call.startedAtMillis(), ending.endedAtMillis());
        text(span, "http.request.method", request.method());
        text(span, "url.scheme", request.scheme());
        text(span, "url.path", request.path());
        if (request.query() != null)
            text(span, "url.query", SecretNames.redactQuery(request.query(), call.attachment(SecretNames.OWN)));
        text(span, "server.address", request.host());
        text(span, "client.address", request.clientAddress());
        text(span, "user_agent.original", request.headers().get("user-agent"));
        number(span, "http.response.status_code", ending.status());
        number(span, "http.request.body.size", ending.requestBytes());
        number(span, "http.response.body.size", ending.responseBytes());
        text(span, "gatehouse.request_id", call.requestId());
        if (call.route() != null) text(span, "gatehouse.route", routeName(call));
        if (call.service() != null)
            text(span, "gatehouse.service", call.service().name());
        if (call.consumer() != null)
            text(span, "gatehouse.consumer", call.consumer().username());
        text(span, "gatehouse.refusal", ending.refusal());
        failed(span, ending.status());
        return span;
    }

    private static ObjectNode upstream(Exchange call, TraceContext trace) {
        Ending ending = call.ending();
        ObjectNode span = span(trace.traceId(), trace.upstreamSpanId(), trace.spanId(), CLIENT);
        span.put("name", call.upstream().method());
        times(span, call.startedAtMillis() + ending.gatewayMillis(), ending.endedAtMillis());
        Ending.Try last = ending.tries().get(ending.tries().size() - 1);
        text(span, "http.request.method", call.upstream().method());
        text(span, "url.path", call.upstream().path());
        text(span, "server.address", last.host());
        number(span, "server.port", last.port());
        number(span, "gatehouse.time_to_head_ms", ending.upstreamMillis());
        if (ending.tries().size() > 1)
            number(span, "http.request.resend_count", ending.tries().size() - 1L);
        if (ending.upstreamStatus() != 0) number(span, "http.response.status_code", ending.upstreamStatus());
        failed(span, ending.upstreamStatus() == 0 ? SERVER_ERROR : ending.upstreamStatus());
        return span;
    }

    private static String routeName(Exchange call) {
        return call.route().name() == null
                ? call.route().id().toString()
                : call.route().name();
    }

    private static ObjectNode span(String traceId, String spanId, String parentId, int kind) {
        ObjectNode span =
                ConfigJson.MAPPER.createObjectNode().put("traceId", traceId).put("spanId", spanId);
        if (parentId != null) span.put("parentSpanId", parentId);
        span.put("kind", kind);
        span.putArray("attributes");
        return span;
    }

    private static void times(ObjectNode span, long startMillis, long endMillis) {
        span.put("startTimeUnixNano", startMillis + NANOS);
        span.put("endTimeUnixNano", Math.max(startMillis, endMillis) + NANOS);
    }

    private static void failed(ObjectNode span, int status) {
        ObjectNode outcome = span.putObject("status");
        if (status >= SERVER_ERROR) outcome.put("code", ERROR);
    }

    private static void text(ObjectNode span, String name, String value) {
        if (value == null) return;
        String kept = value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        span.withArray("attributes")
                .addObject()
                .put("key", name)
                .putObject("value")
                .put("stringValue", kept);
    }

    /** Whole numbers are texts in OTLP's JSON. */
    private static void number(ObjectNode span, String name, long value) {
        span.withArray("attributes")
                .addObject()
                .put("key", name)
                .putObject("value")
                .put("intValue", Long.toString(value));
    }
}
