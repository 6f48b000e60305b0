package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,203.0.113.7",
        "2001:db8:1:2:3:4:5:6,2001:db8:1:2::/64",
        "2001:db8:1:2:ffff::1,2001:db8:1:2::/64",
        "::1,::/64",
        "somewhere,somewhere"
    })
    void neighbours_in_one_network_count_as_one(String address, String network) {
        assertEquals(network, new Browser(address, "", "").network());
    }
}
