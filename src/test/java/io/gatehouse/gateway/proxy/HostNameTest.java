package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G-7. */
class HostNameTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, -1",
        "EXAMPLE.com:8000, example.com, 8000",
        "127.0.0.1:80, 127.0.0.1, 80",
        "[::1], [::1], -1",
        "[2001:DB8::1]:443, [2001:db8::1], 443",
        "my_service:1, my_service, 1"
    })
    void a_host_may_have_a_port(String authority, String name, int port) {
        assertEquals(new HostName(name, port), HostName.of(authority));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:",
                "a:x",
                "a:-1",
                "a:65536",
                "a:80:80",
                "a b",
                "a,b",
                "a/b",
                "user@a",
                "a?b",
                "a#b",
                "a\tb",
                "[::1",
                "[]x",
                "[g]",
                "a:99999999999",
                "é"
            })
    void everything_else_is_refused(String authority) {
        assertNull(HostName.of(authority));
    }
}
