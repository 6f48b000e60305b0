package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream without an HTTP library: shows the very bytes that the gateway sends, and answers with any bytes. */
public final class RawUpstream implements AutoCloseable {
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listening;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean resets;
    private volatile Answer answer = (request, to) -> to.write(latin1(OK));

    public RawUpstream() throws IOException {
        this("127.0.0.1", 0);
    }

    /** @param address of this machine, which has all that begin with 127 */
    public RawUpstream(String address, int port) throws IOException {
        listening = new ServerSocket(port, 50, InetAddress.getByName(address));
        start(this::accept);
    }

    /** What to do once a request is complete. */
    public interface Answer {
        void to(String request, OutputStream to) throws IOException;
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void answers(Answer answer) {
        this.answer = answer;
    }

    /** These bytes, whatever is asked. */
    public void answers(String bytes) {
        answers((request, to) -> to.write(latin1(bytes)));
    }

    /** These bytes, and then the end of the connection. */
    public void answersAndCloses(String bytes) {
        answers((request, to) -> {
            to.write(latin1(bytes));
            to.close();
        });
    }

    /** Drops each connection after its answer, and not in good order: the other side sees a reset. */
    public void resets(boolean resets) {
        this.resets = resets;
    }

    public boolean isClosed() {
        return listening.isClosed();
    }

    /** Connections that the other side has not ended. */
    public long openConnections() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    /** The next request, head and body, as it came. */
    public String request() throws InterruptedException {
        String request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) throw new AssertionError("no request came");
        return request;
    }

    public List<String> requestsSoFar() {
        return List.copyOf(requests);
    }

    public int connections() {
        return sockets.size();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listening.accept();
            sockets.add(socket);
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                String request = RawMessage.read(in);
                requests.add(request);
                answer.to(request, socket.getOutputStream());
                socket.getOutputStream().flush();
                if (!resets) continue;
                socket.setSoLinger(true, 0);
                return;
            }
        }
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

    private interface IoTask {
        void run() throws IOException;
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) socket.close();
    }

    /** Reads messages by the letter of RFC 9112, so that whatever is left over shows up as a message of its own. */
    public static final class RawMessage {
        private RawMessage() {}

        public static String read(InputStream in) throws IOException {
            String head = readHead(in);
            return head + readBody(head, in);
        }

        public static String readHead(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) head.write(one(in));
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        public static String readBody(String head, InputStream in) throws IOException {
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            if (lower.contains("\r\ntransfer-encoding: chunked")) return readChunks(in);
            int at = lower.indexOf("\r\ncontent-length: ");
            if (at < 0) return "";
            int length = Integer.parseInt(
                    lower.substring(at + 18, lower.indexOf("\r\n", at + 2)).trim());
            byte[] body = in.readNBytes(length);
            if (body.length < length) throw new IOException("closed");
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        private static String readChunks(InputStream in) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (!body.toString(StandardCharsets.ISO_8859_1).matches("(?s)(.*\r\n)?0\r\n\r\n")) body.write(one(in));
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        private static int one(InputStream in) throws IOException {
            int read = in.read();
            if (read < 0) throw new IOException("closed");
            return read;
        }
    }
}
