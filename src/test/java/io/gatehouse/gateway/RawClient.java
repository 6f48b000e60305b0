package io.gatehouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client without an HTTP library: sends any bytes and sees the very bytes that come back. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    public RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    public RawClient send(String bytes) throws IOException {
        return send(RawUpstream.latin1(bytes));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** One answer to a request other than HEAD. */
    public String answer() throws IOException {
        String head = head();
        if (head.startsWith("HTTP/1.1 100")) return head;
        return head + RawUpstream.RawMessage.readBody(head, in());
    }

    public String head() throws IOException {
        return RawUpstream.RawMessage.readHead(in());
    }

    /** Everything until the gateway closes. */
    public String rest() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What comes next, at least one byte. */
    public String some() throws IOException {
        byte[] bytes = new byte[4096];
        int read = in().read(bytes);
        return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
    }

    /** Whether the gateway closes the connection, without another byte. */
    public boolean isClosed() throws IOException {
        try {
            return in().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
