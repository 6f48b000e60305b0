package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.RawUpstream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An upstream that takes every byte for what it is, and holds the gateway to what it may send. */
final class StrictUpstream implements AutoCloseable {
    private static final Set<String> NEVER = Set.of(
            "connection",
            "keep-alive",
            "proxy",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            "expect",
            "forwarded",
            "x-anonymous-consumer");
    private static final List<String> NEVER_HERE =
            List.of("x-consumer-", "x-credential-", "x-authenticated-", "x-kong-");

    private final ServerSocket listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Queue<WireRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    StrictUpstream() throws IOException {
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Complete ones. */
    Queue<WireRequest> requests() {
        return requests;
    }

    /** What the gateway must not have sent. */
    Queue<String> faults() {
        return faults;
    }

    /** Connections of the gateway that are open now. */
    int open() {
        return sockets.size();
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                WireRequest request = WireRequest.read(in);
                check(request);
                requests.add(request);
                String head = "HTTP/1.1 200 OK\r\nX-Upstream: yes\r\nContent-Length: 2\r\n\r\n";
                boolean bodiless = request.method().equals("HEAD");
                socket.getOutputStream().write(RawUpstream.latin1(bodiless ? head : head + "ok"));
            }
        } catch (WireRequest.Junk junk) {
            faults.add(junk.toString());
        } catch (EOFException | SocketException closed) {
            // Whether in the middle of a request or between two: it never became one.
        } finally {
            sockets.remove(socket);
        }
    }

    private void check(WireRequest request) {
        expect(request.version().equals("HTTP/1.1"), "version", request);
        expect(request.target().matches("/[\\x21\\x22\\x24-\\x7e]*"), "target", request);
        for (String once :
                List.of("host", "x-forwarded-for", "x-real-ip", "x-forwarded-proto", "x-gatehouse-request-id")) {
            expect(request.values(once).size() == 1, once, request);
        }
        expect(request.values("x-gatehouse-request-id").toString().matches("\\[[0-9a-f]{32}]"), "id", request);
        expect(request.values("x-forwarded-for").toString().matches("\\[127\\.[0-9.]+]"), "address", request);
        expect(request.values("x-forwarded-for").equals(request.values("x-real-ip")), "address", request);
        expect(request.values("x-forwarded-proto").equals(List.of("http")), "scheme", request);
        boolean webSocket = request.values("upgrade").equals(List.of("websocket"))
                && request.values("connection").equals(List.of("Upgrade"))
                && request.values("sec-websocket-key").size() == 1
                && request.method().equals("GET");
        for (WireRequest.Field field : request.fields()) {
            String name = field.name();
            if (webSocket && (name.equals("upgrade") || name.equals("connection"))) continue;
            boolean mayBe = !NEVER.contains(name)
                    && name.indexOf('_') < 0
                    && NEVER_HERE.stream().noneMatch(name::startsWith);
            expect(mayBe, name, request);
        }
    }

    private void expect(boolean fine, String what, WireRequest request) {
        if (!fine) faults.add(what + ": " + request);
    }

    private static void start(IoTask task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException closed) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface IoTask {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) socket.close();
    }
}
