package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** G-13. */
class TrustedProxiesTest {
    private final TrustedProxies trusted = TrustedProxies.of(List.of("10.0.0.0/9", "192.0.2.7", "2001:db8::/32"));

    @Test
    void blocks_and_addresses_are_trusted() {
        assertTrue(trusted.contain("10.127.255.255"));
        assertFalse(trusted.contain("10.128.0.0"));
        assertTrue(trusted.contain("192.0.2.7"));
        assertFalse(trusted.contain("192.0.2.8"));
        assertTrue(trusted.contain("2001:db8:1::1"));
        assertFalse(trusted.contain("2001:db9::1"));
    }

    @Test
    void the_client_is_the_last_one_that_a_trusted_proxy_saw() {
        assertEquals("203.0.113.5", trusted.client("10.0.0.1", List.of("198.51.100.1, 203.0.113.5, 10.0.0.2")));
        assertEquals("203.0.113.5", trusted.client("10.0.0.1", List.of("198.51.100.1", "203.0.113.5")));
        assertEquals("10.0.0.3", trusted.client("10.0.0.1", List.of("10.0.0.3")));
    }

    @Test
    void strangers_are_not_believed() {
        assertEquals("203.0.113.9", trusted.client("203.0.113.9", List.of("1.2.3.4")));
        assertEquals("10.0.0.1", trusted.client("10.0.0.1", List.of("localhost")));
        assertEquals("10.0.0.2", trusted.client("10.0.0.1", List.of("evil.example, 10.0.0.2")));
    }

    @Test
    void names_and_junk_are_no_blocks() {
        for (String junk : List.of("localhost", "10.0.0.0/33", "10.0.0.0/-1", "")) {
            assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(junk)), junk);
        }
    }
}
