package io.gatehouse.product;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL that can crash and come back, at the same port and with what it had committed. */
final class PostgresServer implements AutoCloseable {
    private final Path data;
    private final int port = RunningGatehouse.freePort();
    private EmbeddedPostgres server;

    PostgresServer(Path data) {
        this.data = data;
        start();
    }

    void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of its processes at once. */
    void kill() throws IOException {
        ProcessHandle main = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                .orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(main), main.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        Files.delete(data.resolve("postmaster.pid"));
        server.close();
    }

    /** What a control plane is told of it. */
    Map<String, String> settings() {
        return Map.of(
                "GATEHOUSE_DATABASE_URL",
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "GATEHOUSE_DATABASE_USERNAME",
                "postgres",
                "GATEHOUSE_DATABASE_PASSWORD",
                "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
