package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.RawUpstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G-4, byte by byte and all at once; what the gateway makes of it is in {@code protocol/}. */
class ChunkRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "1\r\na\r\n0\r\n\r\n",
                "A\r\n0123456789\r\n0\r\n\r\n",
                "a;x=y;z=\"q\t\"\r\n0123456789\r\n0;\r\n\r\n",
                "0000000000000001\r\na\r\n0\r\n\r\n",
                "1\r\n\n\r\n0\r\nX-A: b\r\nX-B:\r\n\r\n"
            })
    void a_body_ends_where_it_ends(String body) {
        ByteBuf bytes = Unpooled.wrappedBuffer(RawUpstream.latin1(body + "GET"));
        int end = body.length();
        ChunkRules whole = new ChunkRules();
        assertEquals(end, whole.read(bytes, 0, bytes.writerIndex()));
        assertTrue(whole.isAtTheEnd());
        ChunkRules slow = new ChunkRules();
        for (int i = 0; i < end; i++) {
            assertFalse(slow.isAtTheEnd());
            assertEquals(1, slow.read(bytes, i, i + 1));
        }
        assertTrue(slow.isAtTheEnd());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                ";\r\n",
                "+1\r\n",
                "-1\r\n",
                "0x1\r\n",
                " 1\r\n",
                "1 \r\n",
                "1\t;\r\n",
                "1\n",
                "1\rx",
                "g\r\n",
                "00000000000000001\r\n",
                "fffffffffffffffff\r\n",
                "ffffffffffffffff\r\n",
                "80000000\r\n",
                "1\r\nab",
                "1\r\na\n",
                "1\r\na\rx",
                "1;a\nb",
                "1;a\rb",
                "1;a\0",
                "0\r\n\n",
                "0\r\n x",
                "0\r\n:",
                "0\r\nX\r\n",
                "0\r\nX A: b",
                "0\r\nX: a\nb",
                "0\r\nX: a\rb",
                "0\r\nX: a\0"
            })
    void there_is_one_spelling(String body) {
        ByteBuf bytes = Unpooled.wrappedBuffer(RawUpstream.latin1(body));
        assertThrows(IllegalArgumentException.class, () -> new ChunkRules().read(bytes, 0, bytes.writerIndex()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1;", "0\r\nX: "})
    void what_is_thrown_away_has_a_bound(String beginning) {
        ByteBuf bytes = Unpooled.wrappedBuffer(RawUpstream.latin1(beginning + "x".repeat(8200)));
        assertThrows(IllegalArgumentException.class, () -> new ChunkRules().read(bytes, 0, bytes.writerIndex()));
    }
}
