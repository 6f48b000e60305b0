package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ways of a gateway; {@code scenarios/compat} shows them on the wire. */
class DialectTest {
    private static final Dialect OWN = Dialect.own("1.2");
    private static final Dialect KONG = Dialect.kong();

    @Test
    void kong_limits_neither_bodies_nor_failures() {
        assertEquals(10 << 20, OWN.limits().bodyBytes());
        assertEquals(50, OWN.limits().clients().unauthorizedPerMinute());
        assertEquals(0, KONG.limits().bodyBytes());
        assertEquals(0, KONG.limits().clients().unauthorizedPerMinute());
        assertEquals(OWN.limits().headBytes(), KONG.limits().headBytes());
    }

    @Test
    void headers_are_named_in_kongs_words() {
        assertEquals(
                OwnHeader.USUAL, OwnHeader.named(List.of("server_tokens", " latency_tokens", "X-Kong-Request-Id")));
        assertEquals(
                Set.of(OwnHeader.SERVER, OwnHeader.UPSTREAM_STATUS),
                OwnHeader.named(List.of("server", "x-gatehouse-upstream-status")));
        assertEquals(Set.of(), OwnHeader.named(List.of("off")));
        for (List<String> wrong : List.of(List.of("off", "Via"), List.of("X-Kong-Admin-Latency"), List.of("")))
            assertThrows(IllegalArgumentException.class, () -> OwnHeader.named(wrong), wrong.toString());
    }

    @Test
    void a_fault_takes_the_form_of_the_request_where_kong_does_so() {
        MultiMap silent = HttpHeaders.headers();
        MultiMap sends = HttpHeaders.headers().set("Content-Type", "application/xml");
        MultiMap accepts =
                HttpHeaders.headers().set("Content-Type", "application/xml").set("Accept", "text/html");
        assertNull(OWN.formOfFault(silent));
        assertNull(OWN.formOfFault(sends));
        assertEquals("text/html", OWN.formOfFault(accepts));
        assertEquals("text/plain", KONG.formOfFault(silent));
        assertEquals("application/xml", KONG.formOfFault(sends));
        assertEquals("text/html", KONG.formOfFault(accepts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-auth", "basic-auth", "hmac-auth"})
    void kong_shows_credentials_to_upstreams_unless_told_otherwise(String plugin) {
        assertEquals("true", hides(OWN, plugin, null));
        assertEquals("false", hides(KONG, plugin, null));
        assertEquals("true", hides(KONG, plugin, true));
        assertEquals("false", hides(OWN, plugin, false));
    }

    private static String hides(Dialect dialect, String plugin, Boolean given) {
        Plugins.Known<?> known = new Plugins(BuiltIn.all(), dialect.pluginDefaults())
                .find(plugin)
                .orElseThrow();
        var config = JsonNodeFactory.instance.objectNode().put("hide_credentials", given);
        if (given == null)
            assertEquals(
                    hides(known, config),
                    known.schema()
                            .jsonSchema()
                            .at("/properties/hide_credentials/default")
                            .asText());
        return hides(known, config);
    }

    private static <C extends Record> String hides(
            Plugins.Known<C> known, com.fasterxml.jackson.databind.JsonNode given) {
        return known.schema()
                .complete(known.read(given))
                .orElseThrow()
                .path("hide_credentials")
                .asText();
    }
}
