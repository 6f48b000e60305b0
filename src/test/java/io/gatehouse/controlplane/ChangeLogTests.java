package io.gatehouse.controlplane;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agroal.api.AgroalDataSource;
import io.gatehouse.Patience;
import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Application;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.db.JobTurns;
import io.gatehouse.gateway.config.Kind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What several control planes on one database rely on. The other one is played by whoever writes without telling this process. */
abstract class ChangeLogTests {
    private static final int WRITERS = 6;
    private static final int WRITES = 20;

    @Inject
    ChangeRows rows;

    @Inject
    NodeFeed feed;

    @Inject
    ConfigStore store;

    @Inject
    LocalNode node;

    @Inject
    Story story;

    @Inject
    RuntimeGroups groups;

    @Inject
    JobTurns turns;

    @Inject
    CommittedChanges committed;

    @Inject
    AgroalDataSource database;

    /** As another control plane does it: nobody in this process hears of it but by the log. */
    private void elsewhere(Runnable change, Change... written) {
        QuarkusTransaction.requiringNew().run(() -> {
            change.run();
            rows.append(List.of(written));
        });
    }

    /** As a reader that is always there sees it: whatever the log says it has, it has, without a hole, for ever. */
    @Test
    void numbers_are_in_the_order_of_the_commits_whoever_writes_at_once() throws Exception {
        long begin = rows.end().sequence();
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService people = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            Future<List<Change>> reader = people.submit(() -> {
                List<Change> seen = new ArrayList<>();
                long at = begin;
                for (boolean isLast = false; !isLast; ) {
                    isLast = isOver.get();
                    long end = rows.end().sequence();
                    List<Change> page = rows.between(at, end, Integer.MAX_VALUE);
                    assertEquals(end - at, page.size(), "numbers without a hole up to " + end);
                    seen.addAll(page);
                    at = end;
                }
                return seen;
            });
            List<Future<Set<UUID>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) writers.add(people.submit(this::write));
            Set<UUID> written = new HashSet<>();
            for (Future<Set<UUID>> writer : writers) written.addAll(writer.get());
            isOver.set(true);
            Set<UUID> read = new HashSet<>();
            reader.get().forEach(change -> read.add(change.consumer()));
            assertTrue(read.containsAll(written));
            assertEquals(WRITERS * WRITES / 2, written.size());
        } finally {
            people.shutdownNow();
        }
        Patience.until(
                "the position is the newest number",
                () -> feed.position(RuntimeGroup.DEFAULT).identities()
                        >= rows.newestOfConsumers(RuntimeGroup.DEFAULT, Long.MAX_VALUE));
    }

    /** Every second change is undone after it was made. */
    private Set<UUID> write() {
        Set<UUID> written = new HashSet<>();
        for (int i = 0; i < WRITES; i++) {
            UUID id = UUID.randomUUID();
            boolean isUndone = i % 2 == 0;
            try {
                QuarkusTransaction.requiringNew().run(() -> {
                    store.put(
                            Kind.CONSUMERS,
                            id,
                            JsonNodeFactory.instance.objectNode().put("username", Story.unique("ann")));
                    if (isUndone) throw new IllegalStateException("undone");
                });
                written.add(id);
            } catch (IllegalStateException undone) {
                assertEquals("undone", undone.getMessage());
            }
        }
        return written;
    }

    @Test
    void what_another_control_plane_changes_reaches_the_gateway_of_this_one() {
        try (Upstream upstream = new Upstream()) {
            String path = "/" + Story.unique("elsewhere");
            ApiVersion version = story.publish(path.substring(1));
            Plan plan = story.plan(version, 100_000);
            story.serve(version, upstream.url(), null, path);
            Application application = story.application(story.developer());
            story.register(application, version, plan);
            Credentials.NewKey key = story.mint(application);
            assertEquals(200, status(path, key.secret()));
            NodeFeed.Position before = feed.position(RuntimeGroup.DEFAULT);
            elsewhere(
                    () -> ApiKey.update("revokedAt = ?1 where id = ?2", Instant.now(), key.id()),
                    Change.of(null, application.id));
            Patience.until("revoked elsewhere, it closes here", () -> status(path, key.secret()) == 401);
            elsewhere(() -> ApiKey.update("revokedAt = null where id = ?1", key.id()), Change.of(null, application.id));
            Patience.until("and opens again", () -> status(path, key.secret()) == 200);
            String moved = "/" + Story.unique("moved");
            elsewhere(
                    () -> {
                        ConfigEntity route = ConfigEntity.<ConfigEntity>find(
                                        "kind = 'routes' and body like ?1", "%\"" + path + "\"%")
                                .firstResult();
                        route.body = route.body.replace("\"" + path + "\"", "\"" + moved + "\"");
                        route.updatedAt = Instant.now();
                        ConfigEntity.flush();
                    },
                    Change.of(RuntimeGroup.DEFAULT, null));
            Patience.until("a route that moved elsewhere", () -> status(moved, key.secret()) == 200);
            assertEquals(404, status(path, key.secret()));
            assertTrue(feed.position(RuntimeGroup.DEFAULT).topology() > before.topology());
            assertTrue(feed.position(RuntimeGroup.DEFAULT).identities() > before.identities());
        }
    }

    @Test
    void a_restart_finds_every_group_where_it_was_and_another_history_begins_anew() throws SQLException {
        UUID group = groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(Story.unique("eu"), "", "", Map.of())).id;
        Application application = story.application(story.developer());
        story.mint(application);
        NodeFeed.Position before = feed.position(group);
        committed.begin();
        assertEquals(before, feed.position(group));
        update("update change_end set history = null");
        Patience.until("another history", () -> !feed.position(group).history().equals(before.history()));
        assertEquals(before.identities(), feed.position(group).identities());
        UUID second = feed.position(group).history();
        Change undone = QuarkusTransaction.requiringNew()
                .call(() -> rows.append(List.of(Change.of(group, UUID.randomUUID()))))
                .get(0);
        Patience.until("the last number", () -> feed.position(group).identities() == undone.sequence());
        update("delete from config_change where sequence = " + undone.sequence());
        update("update change_end set sequence = sequence - 1");
        Patience.until(
                "a log that goes back gets another name",
                () -> !feed.position(group).history().equals(second));
        assertEquals(before.identities(), feed.position(group).identities());
    }

    private void update(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private int status(String path, String key) {
        return given().port(node.port()).header("apikey", key).get(path).statusCode();
    }

    @Test
    void pruning_keeps_what_tells_how_far_each_group_has_come() {
        UUID quiet =
                groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(Story.unique("quiet"), "", "", Map.of())).id;
        NodeFeed.Position position = feed.position(quiet);
        for (int i = 0; i < 5; i++) elsewhere(() -> {}, Change.of(RuntimeGroup.DEFAULT, UUID.randomUUID()));
        long end = rows.end().sequence();
        assertTrue(rows.prunable(Instant.now().minus(Duration.ofDays(1)), 3) >= end - 3);
        rows.prune(end - 1);
        assertEquals(end - 1, rows.end().pruned());
        assertTrue(rows.newest(Long.MAX_VALUE).stream()
                .anyMatch(change -> quiet.equals(change.group()) && change.sequence() == position.topology()));
        assertEquals(1, rows.between(end - 1, end, 10).size());
    }

    @Test
    void a_job_is_one_process_s_turn_at_a_time() {
        turns.take("accounts", Duration.ZERO);
        assertFalse(turns.take("accounts", Duration.ofMinutes(50)), "taken a moment ago");
        assertTrue(turns.take("accounts", Duration.ZERO));
    }
}
