package io.gatehouse.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends lines over a TCP connection that stays open. */
public final class TcpSink implements LogSink {
    private final String host;
    private final int port;
    private final int timeoutMillis;
    private final String tlsName;
    private Socket socket;

    /** @param tlsName the name that the receiver's certificate must have; null for no TLS */
    public TcpSink(String host, int port, int timeoutMillis, String tlsName) {
        this.host = host;
        this.port = port;
        this.timeoutMillis = timeoutMillis;
        this.tlsName = tlsName;
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] record : records) {
            lines.writeBytes(record);
            lines.write('\n');
        }
        if (socket == null) socket = connect();
        lines.writeTo(socket.getOutputStream());
        socket.getOutputStream().flush();
    }

    private Socket connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), timeoutMillis);
            plain.setSoTimeout(timeoutMillis);
            return tlsName == null ? plain : secured(plain);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket tls =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, tlsName, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(tlsName)));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    @Override
    public void rest() {
        try {
            if (socket != null) socket.close();
        } catch (IOException closed) {
            // It is of no use any more.
        }
        socket = null;
    }
}
