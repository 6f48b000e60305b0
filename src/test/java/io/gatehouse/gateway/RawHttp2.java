package io.gatehouse.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 that writes its frames by hand: any bytes, in any order. Fields are never compressed. */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** What a client says that does not want an answer any more. */
    public static final byte[] CANCEL = {0, 0, 0, 8};

    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false);

    public RawHttp2(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0);
    }

    /** What has come. */
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean ends() {
            return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
        }

        public int number() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /** An answer: its status, fields in a row, body, and the fields behind it, if any. */
    public record Answer(int status, Http2Headers head, String body, Http2Headers trailers, int reset) {}

    public RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
        socket.getOutputStream().write(bytes(type, flags, stream, payload));
        socket.getOutputStream().flush();
        return this;
    }

    public static byte[] bytes(int type, int flags, int stream, byte... payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return frame.array();
    }

    /** Opens a stream with these fields, two texts each, and ends it. */
    public RawHttp2 request(int stream, String... fields) throws IOException {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, block(fields));
    }

    public RawHttp2 get(int stream, String path, String... more) throws IOException {
        return request(stream, head("GET", path, more));
    }

    /** Opens a stream that goes on. */
    public RawHttp2 post(int stream, String path, String... more) throws IOException {
        return frame(HEADERS, END_HEADERS, stream, block(head("POST", path, more)));
    }

    public RawHttp2 data(int stream, String text, boolean isLast) throws IOException {
        return frame(DATA, isLast ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static String[] head(String method, String path, String... more) {
        String[] all = new String[8 + more.length];
        String[] pseudo = {":method", method, ":scheme", "http", ":authority", "a", ":path", path};
        System.arraycopy(pseudo, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        return all;
    }

    /** Literal fields with new names, as they are (RFC 7541, 6.2.2). */
    public static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) block.write(0);
            byte[] text = fields[i].getBytes(StandardCharsets.ISO_8859_1);
            int rest = text.length - 127;
            block.write(Math.min(text.length, 127));
            if (rest >= 0) {
                for (; rest >= 128; rest >>= 7) block.write(rest & 127 | 128);
                block.write(rest);
            }
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    /** The next frame that is about requests; null at the end of the connection. */
    public Frame next() throws IOException {
        while (true) {
            Frame frame = any();
            if (frame == null || frame.type != SETTINGS && frame.type != WINDOW_UPDATE && frame.type != PING)
                return frame;
            if (frame.type == SETTINGS && frame.flags == 0) frame(SETTINGS, 1, 0);
        }
    }

    public Frame any() throws IOException {
        int first = in.read();
        if (first < 0) return null;
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /** What becomes of a stream, of which no other one is open. */
    public Answer answer(int stream) throws IOException, Http2Exception {
        Http2Headers head = null;
        Http2Headers trailers = null;
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = next();
            if (frame == null) throw new IOException("the connection has ended");
            if (frame.type == HEADERS) {
                Http2Headers read = fields(frame);
                boolean isInterim = read.status() != null && "100".contentEquals(read.status());
                if (head == null && !isInterim) head = read;
                else if (head != null) trailers = read;
            }
            if (frame.stream != stream) continue;
            if (frame.type == DATA) body.append(new String(frame.payload, StandardCharsets.ISO_8859_1));
            boolean reset = frame.type == RST_STREAM;
            if (reset || frame.ends()) {
                // Of a stream that was looked at before only the end may be left.
                int status = head == null || head.status() == null
                        ? 0
                        : Integer.parseInt(head.status().toString());
                return new Answer(status, head, body.toString(), trailers, reset ? frame.number() : -1);
            }
        }
    }

    public Http2Headers fields(Frame frame) throws Http2Exception {
        return fields.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
    }

    /** The error that the whole connection ends with; -1 if it ends without one. */
    public int goAway() throws IOException {
        while (true) {
            Frame frame = next();
            if (frame == null) return -1;
            if (frame.type == GOAWAY) return frame.number();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
