package io.gatehouse.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowRequestsTest {
    private static final String HEAD = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";

    private final EmbeddedChannel client = new EmbeddedChannel();

    /** Named as the framework's, which is not open to others. */
    private static final class VertxHttpRequestDecoder extends HttpRequestDecoder {}

    @BeforeEach
    void connect() {
        client.pipeline().addLast("httpDecoder", new VertxHttpRequestDecoder());
        new SlowRequests().postInitializeServerChildChannel(client);
        client.freezeTime();
    }

    private void sends(String bytes) {
        client.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private void seconds(int passed) {
        for (int i = 0; i < passed; i++) {
            client.advanceTimeBy(1, TimeUnit.SECONDS);
            client.runScheduledPendingTasks();
        }
    }

    @Test
    void a_head_that_is_not_there_after_ten_seconds_ends_the_connection() {
        for (int i = 0; i < 10; i++) {
            sends("G");
            seconds(1);
        }
        assertTrue(client.isOpen());
        seconds(1);
        assertFalse(client.isOpen());
    }

    @Test
    void a_body_that_trickles_ends_the_connection() {
        sends(HEAD);
        for (int i = 0; i < 12 && client.isOpen(); i++) {
            sends("x");
            seconds(1);
        }
        assertFalse(client.isOpen());
    }

    @Test
    void a_slow_line_is_good_enough() {
        sends(HEAD);
        for (int i = 0; i < 120; i++) {
            sends("x".repeat(250));
            seconds(1);
        }
        assertTrue(client.isOpen());
    }

    @Test
    void who_waits_for_us_is_not_slow() {
        sends(HEAD);
        client.config().setAutoRead(false);
        seconds(60);
        assertTrue(client.isOpen());
    }

    @Test
    void a_request_that_was_sent_has_all_the_time_for_its_answer_and_the_next_one_begins_anew() {
        for (int i = 0; i < 3; i++) {
            sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            seconds(30);
            assertTrue(client.isOpen());
        }
        sends("GET / HT");
        seconds(11);
        assertFalse(client.isOpen());
    }

    @Test
    void what_speaks_no_http_any_more_is_left_alone() {
        sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client.pipeline().remove("httpDecoder");
        sends("any frame");
        seconds(60);
        assertTrue(client.isOpen());
    }
}
