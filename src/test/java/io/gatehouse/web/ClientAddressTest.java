package io.gatehouse.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "192.0.2.1", "2001:db8::/32"));

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, '', 203.0.113.9",
        "203.0.113.9, '198.51.100.7', 203.0.113.9",
        "10.1.2.3, '', 10.1.2.3",
        "10.1.2.3, '198.51.100.7', 198.51.100.7",
        "10.1.2.3, '1.1.1.1, 198.51.100.7', 198.51.100.7",
        "10.1.2.3, '198.51.100.7, 192.0.2.1', 198.51.100.7",
        "10.1.2.3, '10.0.0.1', 10.0.0.1",
        "10.1.2.3, 'unknown', 10.1.2.3",
        "10.1.2.3, '198.51.100.7, evil, 10.0.0.1', 10.0.0.1",
        "2001:db8::5, '2a00::1', 2a00::1",
        "2a00::5, '2a00::1', 2a00::5"
    })
    void the_first_from_the_right_that_is_no_proxy_of_ours(String peer, String header, String client) {
        assertEquals(client, addresses.client(peer, List.of(header)));
    }

    @Test
    void nobody_is_believed_unless_an_operator_says_so() {
        assertEquals("127.0.0.1", new ClientAddress(List.of()).client("127.0.0.1", List.of("1.1.1.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example", "10.0.0.0/x", "10.0.0.0/99"})
    void what_is_no_block_stops_the_start(String block) {
        assertThrows(IllegalArgumentException.class, () -> new ClientAddress(List.of(block)));
    }
}
