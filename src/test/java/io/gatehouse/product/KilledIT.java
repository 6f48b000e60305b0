package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditChain;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane that is killed at any moment of a sync comes back with the old configuration or the new one. */
class KilledIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "a-token-for-this-test";
    private static final int KILLS = 3;
    private static final int LONGEST_LIFE = 1_500;
    private static final int SERVICES = 60;

    @TempDir
    Path folder;

    private final String[] files = {file("a", "left"), file("b", "right")};
    private final String[] dumps = new String[2];

    /** Which of the two was answered last, and which was sent last. */
    private volatile int answered;

    private volatile int sent;

    /** Services of the same names are others in each; others are only in one. 300 entities. */
    private static String file(String path, String own) {
        StringBuilder file = new StringBuilder("_format_version: \"3.0\"\nservices:\n");
        for (int i = 0; i < SERVICES; i++) {
            String name = (i % 2 == 0 ? "both-" : own + "-") + i;
            file.append("- {name: %s, url: 'http://example.com/%s', routes: [{name: %s, paths: [/%s/%d]}],"
                    .formatted(name, path, name, path, i));
            file.append(" plugins: [{name: rate-limiting, config: {minute: %d}}]}\n".formatted(i + path.charAt(0)));
        }
        file.append("consumers:\n");
        for (int i = 0; i < SERVICES; i++)
            file.append("- {username: %s-%d, keyauth_credentials: [{key: %s-has-a-key-of-its-own-%d}]}\n"
                    .formatted(i % 2 == 0 ? "both" : own, i, path, i));
        return file.toString();
    }

    @Test
    void after_a_kill_amid_syncs_the_database_holds_one_of_them_whole() throws Exception {
        Map<String, String> settings = Map.of("GATEHOUSE_ADMIN_TOKEN", TOKEN);
        try (RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("data"), settings).start()) {
            for (int i = 0; i < 2; i++) {
                assertEquals(200, sync(gatehouse, i).statusCode());
                dumps[i] = dump(gatehouse);
            }
            assertNotEquals(dumps[0], dumps[1]);
            answered = 1;
            for (int i = 0; i < KILLS; i++) {
                CompletableFuture<Void> syncs = CompletableFuture.runAsync(() -> syncOnAndOn(gatehouse));
                await(syncs, ThreadLocalRandom.current().nextInt(LONGEST_LIFE));
                gatehouse.kill();
                syncs.get(30, TimeUnit.SECONDS);
                gatehouse.start();
                String dump = dump(gatehouse);
                boolean isOld = dump.equals(dumps[answered]);
                assertTrue(isOld || dump.equals(dumps[sent]), () -> "answered " + files[answered] + "\n" + dump);
                if (!isOld) answered = sent;
            }
            gatehouse.stop();
        }
        String url = "jdbc:h2:file:" + folder.resolve("data/gatehouse");
        try (Connection database = DriverManager.getConnection(url, "sa", "")) {
            AuditChain.holds(database);
        }
    }

    private static void await(CompletableFuture<Void> syncs, int milliseconds) throws Exception {
        try {
            syncs.get(milliseconds, TimeUnit.MILLISECONDS);
            throw new AssertionError("it is still running");
        } catch (TimeoutException itIsTime) {
            return;
        }
    }

    /** One after the other, until nobody answers. */
    private void syncOnAndOn(RunningGatehouse gatehouse) {
        while (true) {
            sent = 1 - answered;
            try {
                HttpResponse<String> answer = sync(gatehouse, sent);
                assertEquals(200, answer.statusCode(), answer.body());
                answered = sent;
            } catch (IOException killed) {
                return;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private HttpResponse<String> sync(RunningGatehouse gatehouse, int file) throws IOException, InterruptedException {
        return send(gatehouse, "/sync", HttpRequest.BodyPublishers.ofString(files[file]), "POST");
    }

    private static String dump(RunningGatehouse gatehouse) throws IOException, InterruptedException {
        return send(gatehouse, "/dump", HttpRequest.BodyPublishers.noBody(), "GET")
                .body();
    }

    private static HttpResponse<String> send(
            RunningGatehouse gatehouse, String path, HttpRequest.BodyPublisher body, String method)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gatehouse.admin(path))
                .header("Kong-Admin-Token", TOKEN)
                .header("Content-Type", "application/yaml")
                .method(method, body)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
