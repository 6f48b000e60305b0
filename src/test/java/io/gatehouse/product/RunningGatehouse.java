package io.gatehouse.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The packaged product as a process of its own, on free ports and with a data folder of its own. Can be stopped and started again. */
final class RunningGatehouse implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    /** None lives long enough to get back what the second compiler costs. */
    private static final String COMPILER = "-XX:TieredStopAtLevel=1";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path data;
    private final Map<String, String> environment;
    private final int portalPort = freePort();
    private final int proxyPort = freePort();
    private final int adminPort = freePort();
    private final int nodesPort = freePort();
    private Process process;

    /** With the demo, or empty. */
    RunningGatehouse(Path data, boolean demo) {
        this(data, Map.of("GATEHOUSE_DEMO", Boolean.toString(demo)));
    }

    RunningGatehouse(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    /** Starts the process and waits until it says that it is ready. */
    RunningGatehouse start() {
        launch();
        try {
            awaitReady();
        } catch (AssertionError never) {
            close();
            throw never;
        }
        return this;
    }

    /** Starts the process and waits until it gives up. */
    int startInVain() {
        launch();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError("did not give up:\n" + output());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** Starts the process, and lets it become ready by itself. */
    void launch() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(
                    List.of(isNode() ? "-Xmx192m" : "-Xmx768m", "-XX:+UseSerialGC", COMPILER, "-jar", JAR.toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "GATEHOUSE_DATA", data.toString(),
                            "GATEHOUSE_PORTAL_PORT", Integer.toString(portalPort),
                            "GATEHOUSE_PROXY_PORT", Integer.toString(proxyPort),
                            "GATEHOUSE_ADMIN_PORT", Integer.toString(adminPort),
                            "GATEHOUSE_NODES_PORT", Integer.toString(nodesPort)));
            builder.environment().putAll(environment);
            Files.createDirectories(data);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Ctrl-C does. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) throw new AssertionError("did not stop:\n" + output());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int portalPort() {
        return portalPort;
    }

    URI portal(String path) {
        return URI.create("http://localhost:" + portalPort + path);
    }

    URI proxy(String path) {
        return URI.create("http://localhost:" + proxyPort + path);
    }

    URI admin(String path) {
        return URI.create("http://localhost:" + adminPort + path);
    }

    /** Where nodes reach it. */
    URI nodes() {
        return URI.create("https://localhost:" + nodesPort);
    }

    /** What the demo wrote down for people and scripts. */
    JsonNode demoFile() {
        try {
            return new ObjectMapper().readTree(data.resolve("demo.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that it has printed so far. */
    String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(isNode() ? admin("/status/ready") : portal("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) throw new AssertionError("ended at its start:\n" + output());
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) return;
                pause();
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("not ready in time:\n" + output());
    }

    private boolean isNode() {
        return "node".equals(environment.get("GATEHOUSE_ROLE"));
    }

    private void pause() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Below those that the system gives to outgoing connections, which could take it while the process is being restarted. */
    static int freePort() {
        for (int i = 0; i < 100; i++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new AssertionError("no free port");
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) process.destroyForcibly();
    }
}
