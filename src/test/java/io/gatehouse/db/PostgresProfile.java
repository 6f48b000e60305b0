package io.gatehouse.db;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Runs a test on a real PostgreSQL: the same artifact, only the URL differs. */
public class PostgresProfile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Postgres.class));
    }

    /** A server of its own in a temporary folder, gone after the tests. */
    public static class Postgres implements QuarkusTestResourceLifecycleManager {
        private EmbeddedPostgres server;

        @Override
        public Map<String, String> start() {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "gatehouse.database.url",
                    "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                    "gatehouse.database.username",
                    "postgres",
                    "gatehouse.database.password",
                    "postgres");
        }

        @Override
        public void stop() {
            try {
                if (server != null) server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
