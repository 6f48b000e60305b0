package io.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on a free port: answers by UDP what a test tells it to, and remembers what it was asked. */
public final class NameServer implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int NO_SUCH_NAME = 3;
    private static final int SERVER_FAILURE = 2;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile int ttl = 60;
    private volatile Mood mood = Mood.WELL;

    /** How it is today. */
    public enum Mood {
        WELL,
        FAILING,
        SILENT
    }

    public NameServer() throws IOException {
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    /** As a setting names it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    public void ttl(int seconds) {
        ttl = seconds;
    }

    public void is(Mood mood) {
        this.mood = mood;
    }

    public void addresses(String name, String... addresses) {
        put(A, name, Arrays.stream(addresses).map(NameServer::address).toList());
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param services each as a zone file writes it, {@code priority weight port host} */
    public void services(String name, String... services) {
        put(SRV, name, Arrays.stream(services).map(NameServer::service).toList());
    }

    private static byte[] service(String text) {
        String[] fields = text.split(" ");
        return bytes(out -> {
            for (int i = 0; i < 3; i++) out.writeShort(Integer.parseInt(fields[i]));
            writeName(out, fields[3]);
        });
    }

    private void put(int type, String name, List<byte[]> data) {
        records.put(type + " " + name, data);
    }

    /** How often a name was asked for SRV records. */
    public long servicesAsked(String name) {
        return questions.stream().filter((SRV + " " + name)::equals).count();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
                socket.receive(packet);
                byte[] answer = answer(packet.getData());
                if (mood != Mood.SILENT)
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // By the test.
        }
    }

    private byte[] answer(byte[] query) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        for (; query[at] != 0; at += query[at] + 1)
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
        int type = query[at + 2];
        int end = at + 5;
        String question = type + " " + name.toString().toLowerCase(Locale.ROOT);
        questions.add(question);
        List<byte[]> known = mood == Mood.FAILING ? List.of() : records.getOrDefault(question, List.of());
        boolean isName = records.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
        int code = mood == Mood.FAILING ? SERVER_FAILURE : isName ? 0 : NO_SUCH_NAME;
        return bytes(out -> {
            out.write(query, 0, 2);
            out.writeShort(0x8180 | code);
            out.writeShort(1);
            out.writeShort(known.size());
            out.writeInt(0);
            out.write(query, 12, end - 12);
            for (byte[] data : known) {
                out.writeShort(0xc00c);
                out.writeShort(type);
                out.writeShort(1);
                out.writeInt(ttl);
                out.writeShort(data.length);
                out.write(data);
            }
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.")) {
            if (label.isEmpty()) continue;
            out.write(label.length());
            out.writeBytes(label);
        }
        out.write(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
