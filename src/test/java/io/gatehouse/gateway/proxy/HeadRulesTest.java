package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G-6, G-11, G-12: which fields pass, and which are fields at all. */
class HeadRulesTest {

    private static final HeadRules RULES = new HeadRules("X-Gatehouse-", false);
    private static final HeadRules LENIENT = new HeadRules("X-Kong-", true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "Proxy",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Content-Length",
                "Host",
                "Expect",
                "Forwarded",
                "X-Forwarded-For",
                "x-forwarded-anything",
                "X-Real-IP",
                "X-Consumer-ID",
                "X-CONSUMER-GROUPS",
                "X-Credential-Identifier",
                "X-Anonymous-Consumer",
                "X-Authenticated-Groups",
                "X-Gatehouse-Request-Id",
                "X-Kong-Request-Id",
                "X_Consumer_ID",
                "X-Consumer_ID",
                "X_Forwarded_For",
                "any_name"
            })
    void a_client_cannot_say(String name) {
        assertFalse(RULES.passesRequest(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept", "Authorization", "Content-Type", "Cookie", "apikey", "x-api-key", "X-Request-Id",
                        "X-Consumer",
                "Trace-Id", "Tenant", "User-Agent", "Upgrade-Insecure-Requests", "Hostname", "Forward", "Keep",
                        "Connection-Id"
            })
    void a_client_can_say(String name) {
        assertTrue(RULES.passesRequest(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"any_name", "x_api_key", "Proxy-Authorization", "Proxy_Authorization"})
    void a_lenient_gateway_passes(String name) {
        assertTrue(LENIENT.passesRequest(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_Consumer_ID",
                "X-Consumer_ID",
                "X_Forwarded_For",
                "X_Kong_Request_Id",
                "Content_Length",
                "Transfer_Encoding",
                "Proxy-Connection",
                "Proxy"
            })
    void even_a_lenient_gateway_keeps(String name) {
        assertFalse(LENIENT.passesRequest(name));
    }

    @Test
    void fields_named_by_connection_stay_on_it() {
        MultiMap from = HttpHeaders.headers()
                .add("Connection", "keep-alive, X-Secret")
                .add("Connection", "x-other")
                .add("X-Secret", "1")
                .add("X-Other", "2")
                .add("X-Kept", "3")
                .add("X-Kept", "4");
        MultiMap to = HttpHeaders.headers();
        RULES.passRequest(from, to);
        assertEquals(List.of("3", "4"), to.getAll("x-kept"));
        assertEquals(1, to.names().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Authenticate",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "X-Gatehouse-Request-Id",
                "X-Gatehouse-Proxy-Latency"
            })
    void an_upstream_cannot_say(String name) {
        assertFalse(RULES.passesResponse(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Server", "Set-Cookie", "Via", "X-RateLimit-Limit-Minute", "odd_name", "X-Consumer-ID"})
    void an_upstream_can_say(String name) {
        assertTrue(RULES.passesResponse(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\r\n b", "a\0", "a\u007f", "a\u2028b"})
    void no_value_ends_its_line(String value) {
        assertThrows(IllegalArgumentException.class, () -> HeadRules.check("X-A", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X A", "X:", "X\r\n", "X(", "é", "X\t"})
    void a_name_is_a_token(String name) {
        assertThrows(IllegalArgumentException.class, () -> HeadRules.check(name, ""));
    }

    @Test
    void usual_fields_are_fields() {
        HeadRules.check("X-A.b_c!#$%&'*+^`|~1", "a\tb é \"quoted\" {} ,;");
        HeadRules.check("a", "");
    }
}
