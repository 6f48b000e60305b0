package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import java.util.List;

/**
 * Reads a chunked body along with Netty, a step ahead of it, and knows one spelling only (RFC 9112, 7.1): sizes, line ends or
 * trailers that two servers may read differently are how one request becomes two.
 */
final class ChunkRules {
    private static final int MOST_DIGITS = 16;
    private static final int MOST_LINE_BYTES = 4096;
    private static final int MOST_TRAILER_BYTES = 8192;

    private enum At {
        SIZE,
        EXTENSION,
        LF_OF_SIZE,
        DATA,
        CR_OF_DATA,
        LF_OF_DATA,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        LF_OF_TRAILER,
        LAST_LF,
        END
    }

    private At at = At.SIZE;
    private int ahead;
    private long size;
    private int digits;
    private int lineBytes;
    private int trailerBytes;

    /** A coding that we would drop, or read otherwise than somebody before us, is a way to smuggle. */
    static boolean isChunked(HttpMessage message) {
        if (!message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) return false;
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean plain = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        if (!plain) throw new IllegalArgumentException("Transfer-Encoding other than chunked");
        return true;
    }

    /** Looks at what has come since the last time. Throws when that is no part of a chunked body. */
    void lookAhead(ByteBuf bytes) {
        ahead += read(bytes, bytes.readerIndex() + ahead, bytes.writerIndex());
    }

    /** So many of the bytes that were looked at are gone. */
    void consumed(int bytes) {
        ahead -= bytes;
    }

    boolean isAtTheEnd() {
        return at == At.END;
    }

    /** How many of these bytes belong to the body. Throws when they are no chunks. */
    int read(ByteBuf bytes, int from, int to) {
        int i = from;
        while (i < to && at != At.END) {
            if (at == At.DATA) {
                int skipped = (int) Math.min(size, to - i);
                size -= skipped;
                i += skipped;
                if (size == 0) at = At.CR_OF_DATA;
            } else {
                at = after((char) (bytes.getByte(i++) & 0xFF));
            }
        }
        return i - from;
    }

    private At after(char c) {
        return switch (at) {
            case SIZE -> size(c);
            case EXTENSION -> c == '\r' ? At.LF_OF_SIZE : bounded(HeadRules.isOfValue(c), At.EXTENSION);
            case LF_OF_SIZE -> sized(c);
            case CR_OF_DATA -> only('\r', c, At.LF_OF_DATA);
            case LF_OF_DATA -> only('\n', c, At.SIZE);
            case TRAILER -> c == '\r' ? At.LAST_LF : trailer(HeadRules.isOfToken(c), At.TRAILER_NAME);
            case TRAILER_NAME -> c == ':' ? At.TRAILER_VALUE : trailer(HeadRules.isOfToken(c), At.TRAILER_NAME);
            case TRAILER_VALUE -> c == '\r' ? At.LF_OF_TRAILER : trailer(HeadRules.isOfValue(c), At.TRAILER_VALUE);
            case LF_OF_TRAILER -> only('\n', c, At.TRAILER);
            case LAST_LF -> only('\n', c, At.END);
            case DATA, END -> throw new IllegalStateException();
        };
    }

    private At size(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit >= 0) {
            size = size << 4 | digit;
            // No larger one, since Netty counts in an int.
            return expect(++digits <= MOST_DIGITS && size >= 0 && size <= Integer.MAX_VALUE, At.SIZE);
        }
        lineBytes = 0;
        return expect(digits > 0 && (c == ';' || c == '\r'), c == ';' ? At.EXTENSION : At.LF_OF_SIZE);
    }

    private At sized(char c) {
        digits = 0;
        return only('\n', c, size == 0 ? At.TRAILER : At.DATA);
    }

    private At bounded(boolean fine, At next) {
        return expect(fine && ++lineBytes <= MOST_LINE_BYTES, next);
    }

    private At trailer(boolean fine, At next) {
        return expect(fine && ++trailerBytes <= MOST_TRAILER_BYTES, next);
    }

    private static At only(char wanted, char c, At next) {
        return expect(c == wanted, next);
    }

    private static At expect(boolean fine, At next) {
        if (!fine) throw new IllegalArgumentException("not a chunked body");
        return next;
    }
}
