import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a constant rate, whether answers come or not. A latency counts from the moment at which the call was due, so that a
 * pause also counts for the calls that it held up. One thread sends, the other receives.
 */
public final class Probe {
    // Or-ed with 0x20, '-' and ':' stay as they are.
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final long[] latencies;
    private final Selector selector = Selector.open();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private final List<byte[]> requests;
    private final long interval;
    private final long begin;
    private int answered;
    private int refused;
    private int held;

    private Probe(int port, List<byte[]> requests, int rate, int connections, int calls) throws IOException {
        this.requests = requests;
        latencies = new long[calls];
        interval = 1_000_000_000L / rate;
        for (int i = 0; i < connections; i++) free.add(new Connection(port));
        begin = System.nanoTime() + 100_000_000;
    }

    /** Arguments: PORT PATH KEYS RATE CONNECTIONS WARM-UP SECONDS. */
    public static void main(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[3]);
        int warmUp = Integer.parseInt(arguments[5]) * rate;
        int calls = warmUp + Integer.parseInt(arguments[6]) * rate;
        List<byte[]> requests = Files.readAllLines(Path.of(arguments[2])).stream()
                .map(key -> "GET %s HTTP/1.1\r\nHost: api.example\r\napikey: %s\r\n\r\n".formatted(arguments[1], key))
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .toList();
        Probe probe = new Probe(Integer.parseInt(arguments[0]), requests, rate, Integer.parseInt(arguments[4]), calls);
        Thread sender = new Thread(probe::send);
        sender.setDaemon(true);
        sender.start();
        probe.receive();
        probe.report(warmUp);
    }

    private void send() {
        for (int call = 0; call < latencies.length; call++) {
            long due = begin + call * interval;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) LockSupport.parkNanos(left);
            Connection connection;
            synchronized (free) {
                connection = free.poll();
                if (connection == null) {
                    waiting.add(call);
                    held++;
                }
            }
            if (connection != null) connection.call(call);
        }
    }

    private void receive() throws IOException {
        long end = begin + latencies.length * interval + 10_000_000_000L;
        while (answered < latencies.length) {
            if (System.nanoTime() > end) throw new IOException("%d of %d calls answered".formatted(answered, latencies.length));
            selector.select(key -> ((Connection) key.attachment()).read(), 1000);
        }
    }

    private void report(int warmUp) {
        long[] counted = Arrays.copyOfRange(latencies, warmUp, latencies.length);
        Arrays.sort(counted);
        System.out.printf(
                Locale.ROOT,
                "RESULT {\"requests\":%d,\"sent\":%d,\"refused\":%d,\"held\":%d,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}%n",
                counted.length,
                latencies.length,
                refused,
                held,
                micros(counted, 0.5),
                micros(counted, 0.99),
                micros(counted, 0.999),
                micros(counted, 1));
    }

    private static double micros(long[] sorted, double part) {
        return sorted[Math.min((int) (sorted.length * part), sorted.length - 1)] / 1000.0;
    }

    /** One call at a time; the next that waits goes out when its answer is complete. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(256 * 1024);
        private volatile int call;
        private int complete;

        Connection(int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void call(int number) {
            complete = 0;
            in.clear();
            call = number;
            try {
                ByteBuffer out = ByteBuffer.wrap(requests.get(number % requests.size()));
                while (out.hasRemaining()) channel.write(out);
            } catch (IOException broken) {
                stop(broken);
            }
        }

        void read() {
            int number = call;
            try {
                if (channel.read(in) < 0) throw new IOException("closed");
            } catch (IOException broken) {
                stop(broken);
            }
            if (complete == 0) complete = completeAt();
            if (complete > 0 && in.position() >= complete) done(number);
        }

        private void done(int number) {
            latencies[number] = System.nanoTime() - (begin + number * interval);
            answered++;
            if (in.get(9) != '2') refused++;
            Integer next;
            synchronized (free) {
                next = waiting.poll();
                if (next == null) free.add(this);
            }
            if (next != null) call(next);
        }

        /** How long the answer is as a whole, or 0 as long as its head is not there. */
        private int completeAt() {
            byte[] bytes = in.array();
            int length = 0;
            for (int i = 3; i < in.position(); i++) {
                if (bytes[i] != '\n') continue;
                if (bytes[i - 2] == '\n') return i + 1 + length;
                if (isLength(bytes, i + 1)) length = number(bytes, i + 1 + LENGTH.length);
            }
            return 0;
        }

        private boolean isLength(byte[] bytes, int from) {
            if (from + LENGTH.length >= in.position()) return false;
            for (int i = 0; i < LENGTH.length; i++) if ((bytes[from + i] | 0x20) != LENGTH[i]) return false;
            return true;
        }

        private int number(byte[] bytes, int from) {
            int number = 0;
            for (int i = from; i < in.position() && bytes[i] != '\r'; i++) if (bytes[i] != ' ') number = number * 10 + bytes[i] - '0';
            return number;
        }

        private void stop(IOException broken) {
            System.err.println("A connection broke: " + broken);
            System.exit(1);
        }
    }
}
