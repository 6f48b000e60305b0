package io.gatehouse.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.gatehouse.audit.AuditChain;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stale;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.controlplane.sync.Dumps;
import io.gatehouse.controlplane.sync.OtherControlPlane;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators on two control planes and syncs at the same time: no update is lost, and no sync is there by half. */
abstract class ConcurrentWritersTests extends SyncCalls {
    private static final int TIMES = 3;

    @Inject
    OtherControlPlane other;

    @Inject
    AgroalDataSource database;

    private final ExecutorService writers = Executors.newCachedThreadPool();

    @AfterEach
    void theAuditLogHasNoHoles() throws Exception {
        writers.shutdownNow();
        try (Connection connection = database.getConnection()) {
            AuditChain.holds(connection);
        }
    }

    private static Callable<Void> doing(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private void all(List<Callable<Void>> works) throws Exception {
        for (Future<Void> done : writers.invokeAll(works, 120, TimeUnit.SECONDS)) done.get();
    }

    private static String counters(int retries) {
        return "{_format_version: '3.0', services: [{name: counted, host: x, retries: " + retries + "}]}";
    }

    private int count(String group) {
        return get("/" + group + "/services/counted").extract().path("retries");
    }

    @Test
    void fields_of_one_entity_that_many_change_are_all_kept() throws Exception {
        String us = group();
        sync(us, "", counters(0)).statusCode(200);
        List<String> fields = List.of("retries", "connect_timeout", "read_timeout", "write_timeout", "port");
        List<Callable<Void>> works = new ArrayList<>();
        for (String field : fields)
            works.add(doing(() -> {
                for (int i = 1; i <= TIMES; i++)
                    send("PATCH", "/" + us + "/services/counted", "{'" + field + "': " + i + "}")
                            .statusCode(200)
                            .body(field, equalTo(i));
            }));
        works.add(doing(() -> {
            for (int i = 1; i <= TIMES; i++) while (!write(us, "path", "/" + i)) Thread.onSpinWait();
        }));
        all(works);
        for (String field : fields) get("/" + us + "/services/counted").body(field, equalTo(TIMES));
        get("/" + us + "/services/counted").body("path", equalTo("/" + TIMES));
    }

    /** On the other control plane, as its console does. */
    private boolean write(String group, String field, String value) {
        ConfigStore store = other.store(group);
        Stored seen = store.find(Kind.SERVICES, "counted").orElseThrow();
        ObjectNode body = seen.body().deepCopy();
        try {
            store.put(Kind.SERVICES, seen.id(), body.put(field, value), seen.version());
            return true;
        } catch (Stale stale) {
            return false;
        }
    }

    @Test
    void what_is_counted_up_from_what_was_seen_is_never_counted_twice_or_lost() throws Exception {
        String us = group();
        sync(us, "", counters(0)).statusCode(200);
        List<Callable<Boolean>> ways = List.of(() -> countByPatch(us), () -> countBySync(us), () -> countOnOther(us));
        List<Callable<Void>> works = new ArrayList<>();
        for (Callable<Boolean> way : ways)
            works.add(() -> {
                for (int done = 0; done < TIMES; ) if (way.call()) done++;
                return null;
            });
        all(works);
        assertEquals(TIMES * ways.size(), count(us));
    }

    private boolean countByPatch(String group) {
        String path = "/" + group + "/services/counted";
        Response seen = admin().get(path);
        int next = seen.path("retries");
        int status = admin().header("If-Match", seen.header("ETag"))
                .contentType("application/json")
                .body("{\"retries\": " + (next + 1) + "}")
                .patch(path)
                .statusCode();
        return isFirst(status);
    }

    private boolean countBySync(String group) {
        Response seen = admin().get("/" + group + "/dump");
        int status = yaml().header("If-Match", seen.header("ETag"))
                .body(counters(retriesIn(seen.asString()) + 1))
                .post("/" + group + "/sync")
                .statusCode();
        return isFirst(status);
    }

    private boolean countOnOther(String group) {
        Dumps.Dump seen = other.dump(group);
        String text = new String(seen.content(), StandardCharsets.UTF_8);
        return other.sync(group, counters(retriesIn(text) + 1), seen.revision());
    }

    private static int retriesIn(String dump) {
        return Integer.parseInt(dump.replaceAll("(?s).*retries: (\\d+).*", "$1"));
    }

    private static boolean isFirst(int status) {
        assertTrue(status == 200 || status == 412, "status " + status);
        return status == 200;
    }

    private static final int SERVICES = 12;

    private static String services(String path) {
        StringBuilder file = new StringBuilder("_format_version: '3.0'\nservices:\n");
        for (int i = 0; i < SERVICES; i++)
            file.append("- {name: both-%d, url: 'http://x.example/%s', routes: [{name: %s-%d, paths: [/%s/%d]}]}\n"
                    .formatted(i, path, path, i, path, i));
        return file.toString();
    }

    @Test
    void syncs_of_two_control_planes_are_seen_whole_whatever_others_write() throws Exception {
        String us = group();
        sync(us, "", services("left")).statusCode(200);
        AtomicInteger syncing = new AtomicInteger(2);
        List<Callable<Void>> works = new ArrayList<>();
        works.add(doing(() -> {
            try {
                for (int i = 0; i < TIMES; i++)
                    sync(us, "", services(i % 2 == 0 ? "right" : "left")).statusCode(200);
            } finally {
                syncing.decrementAndGet();
            }
        }));
        works.add(doing(() -> {
            try {
                for (int i = 0; i < TIMES; i++) other.sync(us, services(i % 2 == 0 ? "left" : "right"));
            } finally {
                syncing.decrementAndGet();
            }
        }));
        works.add(doing(() -> {
            for (int i = 1; i <= TIMES; i++)
                send("PATCH", "/" + us + "/services/both-2", "{'retries': " + i + "}")
                        .statusCode(200);
        }));
        works.add(doing(() -> {
            while (syncing.get() > 0) {
                isWhole(dump(us, ""));
                isWhole(new String(other.dump(us).content(), StandardCharsets.UTF_8));
            }
        }));
        all(works);
        isWhole(dump(us, ""));
    }

    private static void isWhole(String dump) {
        boolean isLeft = dump.contains("left");
        String there = isLeft ? "left" : "right";
        assertEquals(0, times(isLeft ? "right" : "left", dump), dump);
        assertEquals(SERVICES, times("path: /" + there + "\n", dump), dump);
        assertEquals(SERVICES, times("name: " + there + "-", dump), dump);
    }

    private static int times(String word, String text) {
        return text.split(word, -1).length - 1;
    }

    @Test
    void a_name_or_an_id_that_two_take_at_once_is_one_entity() throws Exception {
        String us = group();
        String id = UUID.randomUUID().toString();
        AtomicInteger created = new AtomicInteger();
        List<Callable<Void>> works = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            String own = "{'id': '" + id + "', 'name': 'taken', 'host': 'h" + i + "'}";
            works.add(doing(() -> {
                int status = send("POST", "/" + us + "/services", own).extract().statusCode();
                if (status == 201) created.incrementAndGet();
                else assertEquals(400, status);
            }));
            works.add(doing(() ->
                    send("PUT", "/" + us + "/services/named", "{'host': 'x'}").statusCode(200)));
        }
        all(works);
        assertEquals(1, created.get());
        get("/" + us + "/services").body("data", hasSize(2));
    }

    @Test
    void what_one_control_plane_deletes_the_other_does_not_point_at() throws Exception {
        String us = group();
        for (int i = 0; i < TIMES; i++) {
            sync(us, "", counters(i)).statusCode(200);
            ConfigStore store = other.store(us);
            UUID service = store.find(Kind.SERVICES, "counted").orElseThrow().id();
            ObjectNode route = object().put("name", "late");
            route.putArray("paths").add("/late");
            route.putObject("service").put("id", service.toString());
            all(List.of(
                    doing(() -> {
                        int status =
                                admin().delete("/" + us + "/services/counted").statusCode();
                        assertTrue(status == 204 || status == 400, "status " + status);
                    }),
                    doing(() -> {
                        try {
                            store.put(Kind.ROUTES, UUID.randomUUID(), route);
                        } catch (InvalidConfig gone) {
                            assertEquals(InvalidConfig.Reason.MISSING_REFERENCE, gone.reason());
                        }
                    })));
            int services = get("/" + us + "/services").extract().path("data.size()");
            int routes = get("/" + us + "/routes").extract().path("data.size()");
            assertEquals(services, routes);
        }
    }

    @Test
    void memberships_stay_when_the_consumer_is_replaced_at_the_same_moment() throws Exception {
        String us = group();
        send("POST", "/" + us + "/consumers", "{'username': 'anna'}").statusCode(201);
        List<Callable<Void>> works = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            String name = "group-" + i;
            send("POST", "/" + us + "/consumer_groups", "{'name': '" + name + "'}")
                    .statusCode(201);
            works.add(
                    doing(() -> send("POST", "/" + us + "/consumers/anna/consumer_groups", "{'group': '" + name + "'}")
                            .statusCode(201)));
            works.add(doing(() -> send("PUT", "/" + us + "/consumers/anna", "{'custom_id': '" + name + "'}")
                    .statusCode(200)));
        }
        all(works);
        get("/" + us + "/consumers/anna/consumer_groups").body("consumer_groups", hasSize(TIMES));
    }

    private static ObjectNode object() {
        return ConfigJson.MAPPER.createObjectNode();
    }
}
