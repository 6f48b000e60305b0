package io.gatehouse.gateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void all_but_the_host_may_be_left_out() {
        assertEquals(
                new RedisAddress("redis.example", 6379, null, null, 0, 500, false, false),
                RedisAddress.of(URI.create("redis://redis.example"), 500));
        assertEquals(
                new RedisAddress("::1", 7000, "gate", "p:/@s+", 3, 500, true, true),
                RedisAddress.of(URI.create("rediss://gate:p:%2F%40s+@[::1]:7000/3"), 500));
        assertEquals(
                "word", RedisAddress.of(URI.create("redis://:word@host"), 500).password());
    }

    @Test
    void it_is_never_printed_with_its_password() {
        assertFalse(RedisAddress.of(URI.create("redis://:word@host"), 500)
                .toString()
                .contains("word"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "host:6379", "redis://host/none", "redis://word@host", "redis:///0"})
    void anything_else_is_refused(String url) {
        assertThrows(IllegalArgumentException.class, () -> RedisAddress.of(URI.create(url), 500));
    }
}
