import com.sun.management.ThreadMXBean;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.Limits;
import io.gatehouse.gateway.usage.UsageRecord;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The gateway as the benchmark runs it: one event loop, the keys of a file, and the plugins that a registration of the portal puts in
 * front of a call. Usage is taken as the control plane takes it: into a queue that another thread empties.
 */
public final class Gateway {
    private static final UUID SERVICE = id(1_000_000);

    private Gateway() {}

    /**
     * Arguments: {@code keys FILE COUNT}, or {@code serve PORT UPSTREAM FILE POLICY LIMIT LOOPS}, which tells for each line
     * that it reads how many bytes have been allocated since it began. The policy is 0 for none, 1 for keys, 2 for keys and the
     * limit of a plan, {@code full} for all that a busy installation has.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("keys")) {
            KeyFormat format = new KeyFormat();
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) keys.add(format.mint());
            Files.write(Path.of(arguments[1]), keys);
            return;
        }
        int port = Integer.parseInt(arguments[1]);
        int loops = Integer.parseInt(arguments[6]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        KeyDigest digest = new KeyDigest(new byte[32]);
        NodeOptions usual = NodeOptions.on("127.0.0.1", port, Dialect.own("bench"));
        // All load comes from one address.
        Limits limits = usual.limits().withClients(new Limits.Clients(20_000, 0, 0));
        NodeOptions options = new NodeOptions("127.0.0.1", port, OptionalInt.empty(), loops, List.of(), limits, usual.dialect(), usual.dns());
        Plugins plugins = new Plugins(BuiltIn.all());
        GatewayNode node = new GatewayNode(vertx, options, plugins, digest, drained()::add);
        var problems = node.topology(topology(
                new ConfigDocument(plugins, digest), Integer.parseInt(arguments[2]), arguments[4], arguments[5]));
        if (!problems.isEmpty()) throw new IllegalStateException(problems.toString());
        int count = 0;
        for (String key : Files.readAllLines(Path.of(arguments[3]))) {
            UUID consumer = id(++count);
            node.identities()
                    .apply(new IdentityChange(
                            consumer,
                            new Consumer(consumer, "app-" + count, null, List.of(), Map.of(SERVICE, "gold"), null, null, null),
                            List.of(new Credential(consumer, "key-auth", digest.of(key), null))));
        }
        node.start().toCompletionStage().toCompletableFuture().get();
        tellAllocations();
    }

    private static void tellAllocations() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (asked.readLine() != null) {
            long bytes = 0;
            for (long count : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) bytes += Math.max(count, 0);
            System.out.println(bytes);
        }
    }

    private static ConcurrentLinkedQueue<UsageRecord> drained() {
        ConcurrentLinkedQueue<UsageRecord> calls = new ConcurrentLinkedQueue<>();
        Thread consumer = new Thread(() -> {
            while (!Thread.interrupted()) {
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                while (calls.poll() != null) {
                    // Counting is the control plane's business.
                }
            }
        });
        consumer.setDaemon(true);
        consumer.start();
        return calls;
    }

    private static Topology topology(ConfigDocument documents, int upstream, String asked, String limit) {
        boolean full = asked.equals("full");
        int policy = full ? 2 : Integer.parseInt(asked);
        StringBuilder text = new StringBuilder("""
                _format_version: "3.0"
                services:
                - {id: %s, name: origin, host: 127.0.0.1, port: %d, routes: [{name: all, paths: [/], strip_path: false}]}
                consumer_groups: [{name: gold}]
                plugins:
                """.formatted(SERVICE, upstream));
        if (policy >= 1) text.append("- {name: key-auth, service: origin}\n- {name: application-registration, service: origin}\n");
        if (policy >= 2)
            text.append("- {name: rate-limiting, service: origin, consumer_group: gold, config: {minute: ")
                    .append(limit)
                    .append(", window_type: exact}}\n");
        if (full) {
            text.append("- {name: request-transformer, service: origin, config: {add: {headers: ['X-Env:bench', 'X-Team:a']},")
                    .append(" remove: {headers: [X-Internal]}, rename: {headers: ['X-Old:X-New']}}}\n")
                    .append("- {name: prometheus, config: {per_consumer: false, status_code_metrics: true, latency_metrics: true, bandwidth_metrics: true}}\n")
                    .append("routes:\n");
            for (int i = 0; i < 10_000; i++)
                text.append("- {name: r%d, service: origin, paths: [/svc%d/v1], strip_path: false}\n".formatted(i, i));
        }
        return documents.read(text.toString(), 0).config().orElseThrow().topology();
    }

    private static UUID id(int number) {
        return UUID.fromString(String.format("00000000-0000-4000-8000-%012d", number));
    }
}
