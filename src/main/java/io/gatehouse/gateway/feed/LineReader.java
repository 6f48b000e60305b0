package io.gatehouse.gateway.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of a stream, as bytes and of bounded length. */
final class LineReader {
    private static final int LONGEST = 16 << 20;

    private final InputStream in;
    private final byte[] part = new byte[1 << 16];
    private int at;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Null at the end; what does not end with a line's end is no line. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (true) {
            int from = at;
            while (at < end && part[at] != '\n') at++;
            line.write(part, from, at - from);
            if (line.size() > LONGEST) throw new IOException("a line is too long");
            if (at < end) {
                at++;
                return line.toByteArray();
            }
            end = in.read(part);
            at = 0;
            if (end < 0) {
                end = 0;
                return null;
            }
        }
    }
}
