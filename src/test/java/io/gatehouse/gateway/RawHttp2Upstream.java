package io.gatehouse.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream of HTTP/2 that writes its frames by hand: any bytes, in any order. It looks at no field of a request. */
public final class RawHttp2Upstream implements AutoCloseable {
    private static final int MAX_CONCURRENT_STREAMS = 3;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Answer answer;
    private final byte[] settings;

    /** What to do with a call whose head has come. */
    public interface Answer {
        void to(Call call) throws IOException;
    }

    /** @param number of calls until now, on all connections */
    public record Call(int number, int stream, Socket socket) {
        /** A head, or what stands behind a body. */
        public Call head(boolean isLast, String... fields) throws IOException {
            int end = isLast ? RawHttp2.END_STREAM : 0;
            return frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | end, RawHttp2.block(fields));
        }

        public Call data(boolean isLast, String text) throws IOException {
            return frame(RawHttp2.DATA, isLast ? RawHttp2.END_STREAM : 0, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public Call reset(int error) throws IOException {
            return frame(RawHttp2.RST_STREAM, 0, number(error));
        }

        /** @param last stream that is still looked at */
        public Call goAway(int last) throws IOException {
            byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(0).array();
            socket.getOutputStream().write(RawHttp2.bytes(RawHttp2.GOAWAY, 0, 0, payload));
            return this;
        }

        private Call frame(int type, int flags, byte[] payload) throws IOException {
            socket.getOutputStream().write(RawHttp2.bytes(type, flags, stream, payload));
            return this;
        }

        private static byte[] number(int number) {
            return ByteBuffer.allocate(4).putInt(number).array();
        }
    }

    public RawHttp2Upstream(Answer answer) throws IOException {
        this(100, answer);
    }

    /** @param mostStreams that it lets a connection carry at a time */
    public RawHttp2Upstream(int mostStreams, Answer answer) throws IOException {
        this.answer = answer;
        settings = ByteBuffer.allocate(6)
                .putShort((short) MAX_CONCURRENT_STREAMS)
                .putInt(mostStreams)
                .array();
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public int connections() {
        return sockets.size();
    }

    public int calls() {
        return calls.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listening.accept();
            sockets.add(socket);
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(RawHttp2.PREFACE.length());
        socket.getOutputStream().write(RawHttp2.bytes(RawHttp2.SETTINGS, 0, 0, settings));
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int stream = in.readInt();
            in.readNBytes(length);
            if (type == RawHttp2.HEADERS) answer.to(new Call(calls.incrementAndGet(), stream, socket));
        }
    }

    private interface IoTask {
        void run() throws IOException;
    }

    private static void start(IoTask task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException closed) {
                // The other side, or the test, has ended it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) socket.close();
    }
}
