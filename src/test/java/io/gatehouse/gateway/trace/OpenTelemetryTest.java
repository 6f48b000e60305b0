package io.gatehouse.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.trace.TraceContext.Parent;
import io.gatehouse.gateway.trace.TraceContext.Strategy;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A trace on its way through the gateway, and what the collector learns of it. */
class OpenTelemetryTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final Pattern PARENT = Pattern.compile("(?i)\r\ntraceparent: 00-(\\w{32})-(\\w{16})-(\\d\\d)\r\n");

    private static GatewayHarness tracing(RawUpstream upstream, RawUpstream collector, String more) {
        return GatewayHarness.serving(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin(
                        "opentelemetry",
                        "{\"traces_endpoint\": \"http://127.0.0.1:" + collector.port()
                                + "/v1/traces\", \"batch_flush_delay\": 0" + more + "}")));
    }

    private static String call(GatewayHarness gateway, String headers) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send("GET /a?apikey=s3cr3t HTTP/1.1\r\nHost: a.example\r\n" + headers + "\r\n")
                    .answer();
        }
    }

    private static Matcher parent(String request) {
        Matcher parent = PARENT.matcher(request);
        assertTrue(parent.find(), request);
        return parent;
    }

    private static String attribute(JsonNode span, String name) {
        for (JsonNode attribute : span.path("attributes"))
            if (attribute.path("key").asText().equals(name)) {
                JsonNode value = attribute.path("value");
                return value.path("stringValue").asText(value.path("intValue").asText());
            }
        return null;
    }

    @Test
    void a_collector_gets_the_call_and_the_upstream_s_part_of_it() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                RawUpstream collector = new RawUpstream();
                GatewayHarness gateway = tracing(
                        upstream,
                        collector,
                        ", \"headers\": {\"X-Tenant\": \"t\"}, \"resource_attributes\": {\"service.name\": \"edge\"},"
                                + " \"http_response_header_for_traceid\": \"X-Trace\"")) {
            String answer = call(gateway, "traceparent: 00-" + TRACE + "-" + SPAN + "-01\r\ntracestate: a=b\r\n");
            assertTrue(answer.contains("\r\nX-Trace: " + TRACE + "\r\n"), answer);
            String forwarded = upstream.request();
            Matcher told = parent(forwarded);
            assertEquals(TRACE, told.group(1));
            assertEquals("01", told.group(3));
            assertTrue(forwarded.contains("tracestate: a=b\r\n"), forwarded);

            String request = collector.request();
            assertTrue(request.startsWith("POST /v1/traces HTTP/1.1\r\n"), request);
            assertTrue(request.contains("X-Tenant: t\r\n"), request);
            assertFalse(request.contains("s3cr3t"), request);
            JsonNode sent = new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
            JsonNode resource = sent.at("/resourceSpans/0/resource");
            assertEquals("edge", attribute(resource, "service.name"));
            JsonNode spans = sent.at("/resourceSpans/0/scopeSpans/0/spans");
            assertEquals(2, spans.size());
            JsonNode server = spans.get(0);
            assertEquals(TRACE, server.path("traceId").asText());
            assertEquals(SPAN, server.path("parentSpanId").asText());
            assertEquals(2, server.path("kind").asInt());
            assertEquals("GET all", server.path("name").asText());
            assertEquals("200", attribute(server, "http.response.status_code"));
            assertEquals("apikey=REDACTED", attribute(server, "url.query"));
            assertEquals("origin", attribute(server, "gatehouse.service"));
            JsonNode client = spans.get(1);
            assertEquals(3, client.path("kind").asInt());
            assertEquals(
                    server.path("spanId").asText(), client.path("parentSpanId").asText());
            assertEquals(told.group(2), client.path("spanId").asText());
            assertEquals(Integer.toString(upstream.port()), attribute(client, "server.port"));
            assertTrue(client.path("endTimeUnixNano").asText().matches("\\d{19}"), client.toString());
        }
    }

    @Test
    void a_trace_begins_here_when_the_caller_says_nothing_that_makes_sense() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                RawUpstream collector = new RawUpstream();
                GatewayHarness gateway = tracing(upstream, collector, ", \"sampling_rate\": 0")) {
            call(gateway, "traceparent: 00-" + TRACE + "-" + SPAN + "\r\ntracestate: a=b\r\n");
            String forwarded = upstream.request();
            Matcher told = parent(forwarded);
            assertFalse(told.group(1).equals(TRACE));
            assertEquals("00", told.group(3));
            assertFalse(forwarded.contains("tracestate"), forwarded);
        }
    }

    @Test
    void callers_can_be_ignored() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                RawUpstream collector = new RawUpstream();
                GatewayHarness gateway = tracing(upstream, collector, ", \"header_type\": \"ignore\"")) {
            call(gateway, "traceparent: 00-" + TRACE + "-" + SPAN + "-01\r\n");
            assertFalse(parent(upstream.request()).group(1).equals(TRACE));
        }
    }

    @Test
    void only_what_the_standard_allows_is_a_parent() {
        assertEquals(new Parent(TRACE, SPAN, true), Parent.of(List.of("00-" + TRACE + "-" + SPAN + "-01")));
        assertEquals(
                new Parent(TRACE, SPAN, false),
                Parent.of(List.of("cc-" + TRACE + "-" + SPAN + "-00-what-comes-later")));
        for (String wrong : List.of(
                "",
                "00-" + TRACE + "-" + SPAN + "-01-x",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-" + SPAN + "-01",
                "00-" + "0".repeat(32) + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + "0".repeat(16) + "-01")) assertNull(Parent.of(List.of(wrong)), wrong);
        String right = "00-" + TRACE + "-" + SPAN + "-01";
        assertNull(Parent.of(List.of(right, right)));
    }

    @Test
    void the_caller_and_the_rate_decide_what_is_kept() {
        Parent yes = new Parent(TRACE, SPAN, true);
        Parent no = new Parent(TRACE, SPAN, false);
        assertTrue(
                TraceContext.next(yes, Strategy.PARENT_PROBABILITY_FALLBACK, 0).sampled());
        assertFalse(
                TraceContext.next(no, Strategy.PARENT_PROBABILITY_FALLBACK, 1).sampled());
        assertFalse(TraceContext.next(yes, Strategy.PARENT_DROP_PROBABILITY_FALLBACK, 0)
                .sampled());
        assertFalse(TraceContext.next(no, Strategy.PARENT_DROP_PROBABILITY_FALLBACK, 1)
                .sampled());
        int kept = 0;
        for (int i = 0; i < 10_000; i++)
            if (TraceContext.next(null, Strategy.PARENT_PROBABILITY_FALLBACK, 0.25)
                    .sampled()) kept++;
        assertTrue(kept > 2_000 && kept < 3_000, "kept " + kept);
    }
}
