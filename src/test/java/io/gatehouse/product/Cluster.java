package io.gatehouse.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two control planes on one PostgreSQL, and three nodes that have joined them, with one Redis: each a process of its own. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADMIN_TOKEN = "the-token-of-every-admin-api";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final PostgresServer database;
    final List<RunningGatehouse> controlPlanes;
    final List<RunningGatehouse> nodes = new ArrayList<>();
    final ConsoleVisit console;

    /** @param plugins folder of JARs that the control planes have and the nodes do not */
    Cluster(Path folder, Path plugins) {
        database = new PostgresServer(folder.resolve("postgres"));
        controlPlanes = IntStream.of(1, 2)
                .mapToObj(number -> new RunningGatehouse(folder.resolve("control-" + number), controlPlane(plugins)))
                .toList();
        try {
            start(controlPlanes);
            console = ConsoleVisit.ofFirstOperator(controlPlanes);
            for (int number = 1; number <= 3; number++)
                nodes.add(new RunningGatehouse(folder.resolve("node-" + number), node(number)));
            start(nodes);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Map<String, String> controlPlane(Path plugins) {
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.put("GATEHOUSE_PLUGINS_DIR", plugins.toString());
        settings.put("GATEHOUSE_SECRETS_PEPPER", "1".repeat(64));
        settings.put("GATEHOUSE_SECRETS_SIGNING_KEY", "2".repeat(64));
        settings.put("GATEHOUSE_SECRETS_SEALING_KEY", "3".repeat(64));
        settings.putAll(shared());
        return settings;
    }

    /** Not all of them begin with the same control plane. */
    private Map<String, String> node(int number) {
        String first = controlPlanes.get(number % 2).nodes().toString();
        String second = controlPlanes.get(1 - number % 2).nodes().toString();
        Map<String, String> settings = new HashMap<>(shared());
        settings.put("GATEHOUSE_ROLE", "node");
        settings.put("GATEHOUSE_CONTROL_PLANE", first + "," + second);
        settings.put("GATEHOUSE_JOIN_TOKEN", console.joinToken());
        return settings;
    }

    private static Map<String, String> shared() {
        return Map.of(
                "GATEHOUSE_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "GATEHOUSE_LIMITS_REDIS",
                "redis://127.0.0.1:" + TestRedis.sharedPort() + "/0");
    }

    /** Together, and waits for the last of them. */
    static void start(List<RunningGatehouse> processes) {
        processes.forEach(RunningGatehouse::launch);
        processes.forEach(RunningGatehouse::awaitReady);
    }

    /** Everything that serves: the nodes, and the gateways of the control planes. */
    List<RunningGatehouse> gateways() {
        return Stream.concat(nodes.stream(), controlPlanes.stream()).toList();
    }

    HttpResponse<String> admin(RunningGatehouse process, String method, String path, Object body) {
        try {
            return send(HttpRequest.newBuilder(process.admin(path))
                    .header("Kong-Admin-Token", ADMIN_TOKEN)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body == null ? "" : JSON.writeValueAsString(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a node says of its way to the control planes. */
    JsonNode link(RunningGatehouse node) {
        try {
            return JSON.readTree(admin(node, "GET", "/status", null).body()).path("control_plane");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the numbers that a process shows to Prometheus, whatever it is of; not a number when there is none. */
    double metric(RunningGatehouse process, String name) {
        return admin(process, "GET", "/metrics", null)
                .body()
                .lines()
                .filter(line -> line.matches(name + "(\\{.*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    static HttpResponse<String> call(RunningGatehouse gateway, String path, String key) {
        try {
            return send(HttpRequest.newBuilder(gateway.proxy(path)).header("apikey", key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.timeout(LONGEST_CALL).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** For whoever reads why a test failed. */
    String output() {
        return Stream.concat(controlPlanes.stream(), nodes.stream())
                .map(RunningGatehouse::output)
                .collect(Collectors.joining("\n--------\n"));
    }

    @Override
    public void close() {
        nodes.forEach(RunningGatehouse::close);
        controlPlanes.forEach(RunningGatehouse::close);
        database.close();
    }
}
