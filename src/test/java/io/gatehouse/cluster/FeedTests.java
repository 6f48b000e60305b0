package io.gatehouse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.Patience;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.NodeFeed;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.feed.NodeWire;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes are told of their group, and when; and what is known of them by it. */
abstract class FeedTests {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    JoinedNodes nodes;

    @Inject
    NodeFeed feed;

    @Inject
    RuntimeGroups groups;

    @Inject
    ConfigStores stores;

    private UUID group;
    private JoinedNodes.Joined node;

    @BeforeEach
    void join() {
        group = group();
        node = nodes.in(group);
    }

    private UUID group() {
        String name = "g-" + UUID.randomUUID().toString().substring(0, 8);
        return groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(name, "", "", Map.of())).id;
    }

    private void put(UUID group, Kind<?> kind, String json) {
        try {
            stores.of(group).put(kind, UUID.randomUUID(), JSON.readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void service(UUID group, String name) {
        put(group, Kind.SERVICES, "{'name': '" + name + "', 'host': 'origin.example'}");
    }

    private NodeWire.Position position() {
        NodeFeed.Position now = feed.position(group);
        return new NodeWire.Position(now.history(), now.topology(), now.identities());
    }

    private static NodeWire.Watch watch(NodeWire.Position running, NodeWire.Position seen, String version) {
        return new NodeWire.Watch(
                running,
                seen,
                "abc123",
                "10.0.0.7:8000",
                "edge-7",
                version,
                null,
                1_700_000_000_000L,
                Map.of("zone", "a"));
    }

    private static NodeWire.Watch watch(NodeWire.Position running) {
        return watch(running, null, JoinedNodes.VERSION);
    }

    private static NodeWire.Position told(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode());
        return NodeWire.read(answer.body(), NodeWire.Position.class);
    }

    private static String text(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode());
        assertEquals("gzip", answer.headers().firstValue("content-encoding").orElse(""));
        try (var packed = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> identities(long after, UUID history) {
        return text(node.client().get(NodeWire.IDENTITIES + "?after=" + after + "&history=" + history))
                .lines()
                .map(FeedTests::json)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JoinedNode row() {
        return QuarkusTransaction.requiringNew().call(() -> JoinedNode.findById(node.id()));
    }

    @Test
    void a_node_gets_the_topology_of_its_own_group_when_it_is_new() {
        service(group, "own-weather");
        service(group(), "foreign-weather");
        HttpResponse<byte[]> first = node.client().get(NodeWire.TOPOLOGY);
        JsonNode document = json(text(first));
        assertEquals("own-weather", document.at("/services/0/name").asText(), document::toString);
        assertEquals(1, document.path("services").size());
        String etag = first.headers().firstValue("etag").orElseThrow();
        assertEquals(
                304, node.client().get(NodeWire.TOPOLOGY, "If-None-Match", etag).statusCode());
        service(group, "second");
        HttpResponse<byte[]> second = node.client().get(NodeWire.TOPOLOGY, "If-None-Match", etag);
        assertEquals(2, json(text(second)).path("services").size());
        assertNotEquals(etag, second.headers().firstValue("etag").orElseThrow());
    }

    @Test
    void a_node_that_knows_the_newest_waits_for_the_next() {
        assertEquals(position(), told(node.client().post(NodeWire.WATCH, watch(null))));
        List<CompletableFuture<HttpResponse<byte[]>>> waiting = IntStream.range(0, 30)
                .mapToObj(i -> node.client().postLater(NodeWire.WATCH, watch(position())))
                .toList();
        Patience.until("it is written down", () -> "edge-7".equals(row().hostname));
        assertFalse(waiting.stream().anyMatch(CompletableFuture::isDone));
        service(group(), "not-for-them");
        assertFalse(waiting.stream().anyMatch(CompletableFuture::isDone), "another group's change is none of theirs");
        service(group, "news");
        for (CompletableFuture<HttpResponse<byte[]>> each : waiting) assertEquals(position(), told(each.join()));
    }

    @Test
    void a_node_that_cannot_serve_what_it_has_seen_does_not_ask_without_a_pause() {
        NodeWire.Position before = position();
        service(group, "too-much-for-it");
        NodeWire.Watch refusing = watch(before, position(), JoinedNodes.VERSION);
        CompletableFuture<HttpResponse<byte[]>> waiting = node.client().postLater(NodeWire.WATCH, refusing);
        Patience.until(
                "it is written down", () -> Long.valueOf(before.topology()).equals(row().runningTopology));
        assertFalse(waiting.isDone());
        service(group, "another");
        assertEquals(position(), told(waiting.join()));
    }

    @Test
    void changes_of_identities_come_one_by_one_and_everything_when_nothing_is_known() {
        put(group, Kind.CONSUMERS, "{'username': 'ann'}");
        List<JsonNode> all = identities(-1, position().history());
        assertTrue(all.get(0).path("whole").asBoolean());
        assertTrue(all.get(all.size() - 1).path("end").asBoolean());
        assertTrue(all.stream()
                .anyMatch(line -> line.at("/consumer/username").asText().equals("ann")));
        long at = all.get(0).path("sequence").asLong();
        put(group, Kind.CONSUMERS, "{'username': 'bob'}");
        put(group(), Kind.CONSUMERS, "{'username': 'carl'}");
        for (int i = 0; i < 2; i++) {
            List<JsonNode> news = identities(at, position().history());
            assertEquals(3, news.size(), news::toString);
            assertFalse(news.get(0).path("whole").asBoolean());
            assertEquals("bob", news.get(1).at("/consumer/username").asText());
        }
        assertTrue(identities(at, UUID.randomUUID()).get(0).path("whole").asBoolean(), "another history");
        assertEquals(400, node.client().get(NodeWire.IDENTITIES + "?after=x").statusCode());
    }

    @Test
    void more_than_one_part_arrives_whole() {
        String tags = IntStream.range(0, 40)
                .mapToObj(i -> "'" + UUID.randomUUID() + UUID.randomUUID() + "'")
                .reduce((one, next) -> one + "," + next)
                .orElseThrow();
        for (int i = 0; i < 60; i++)
            put(group, Kind.CONSUMERS, "{'username': 'c-" + i + "', 'tags': [" + tags.replace("0", "" + i % 10) + "]}");
        for (int i = 0; i < 60; i++)
            put(group, Kind.SERVICES, "{'name': 's-" + i + "', 'host': 'x', 'tags': ['" + UUID.randomUUID() + "']}");
        List<JsonNode> all = identities(-1, position().history());
        assertTrue(all.stream().filter(line -> line.has("consumer")).count() >= 60);
        assertTrue(all.get(all.size() - 1).path("end").asBoolean());
        assertEquals(
                60,
                json(text(node.client().get(NodeWire.TOPOLOGY)))
                        .path("services")
                        .size());
    }

    @Test
    void what_a_node_says_of_itself_is_written_down() {
        NodeWire.Position running = position();
        NodeWire.Watch said = new NodeWire.Watch(
                running,
                new NodeWire.Position(running.history(), -1, -1),
                "abc123",
                "10.0.0.7:8000",
                "edge\n7\u202E",
                JoinedNodes.VERSION,
                "route r:\n" + "x".repeat(5_000),
                Long.MAX_VALUE,
                Map.of("zone", "a\tb"));
        told(node.client().post(NodeWire.WATCH, said));
        JoinedNode row = row();
        assertEquals("edge 7", row.hostname);
        assertEquals(Told.LONGEST_PROBLEM, row.problem.length());
        assertTrue(row.problem.startsWith("route r: x"), row.problem);
        assertEquals("{\"zone\":\"a b\"}", row.labels);
        assertEquals(running.history(), row.runningHistory);
        assertEquals(null, row.runningSince);
        assertEquals("abc123", row.configHash);
    }

    @Test
    void a_node_of_a_newer_version_is_told_so_and_gets_nothing() {
        HttpResponse<byte[]> answer = node.client().post(NodeWire.WATCH, watch(null, null, "0.7.1"));
        assertEquals(409, answer.statusCode());
        assertTrue(row().problem.contains("0.7.1"), row().problem);
        assertEquals(409, node.client().get(NodeWire.TOPOLOGY).statusCode());
        assertEquals(409, node.client().get(NodeWire.IDENTITIES).statusCode());
        told(node.client().post(NodeWire.WATCH, watch(null)));
        assertEquals(null, row().problem);
        assertEquals(200, node.client().get(NodeWire.TOPOLOGY).statusCode());
    }

    @Test
    void a_group_stays_as_long_as_it_has_nodes() {
        Refused refused = assertThrows(Refused.class, () -> groups.delete(group, true));
        assertTrue(refused.getMessage().contains("A node serves this group"), refused.getMessage());
    }
}
