package io.gatehouse.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.gatehouse.application.Application;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.DocumentWriter;
import io.gatehouse.gateway.feed.IdentityWire;
import io.gatehouse.gateway.plugin.Plugins;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node of another runtime group is told, and that it adds up to what is stored. */
abstract class NodeFeedTests {
    @Inject
    NodeFeed feed;

    @Inject
    ConfigStores stores;

    @Inject
    RuntimeGroups groups;

    @Inject
    Story story;

    @Inject
    KeyDigest digest;

    @Inject
    Plugins plugins;

    @Inject
    ChangeRows rows;

    @Inject
    AgroalDataSource database;

    private UUID group;
    private ConfigStore store;
    private Reader node;

    @BeforeEach
    void aGroup() throws IOException {
        group = groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(Story.unique("eu"), "", "", Map.of())).id;
        store = stores.of(group);
        node = new Reader();
        node.catchUp();
    }

    /** A node, as far as identities go. */
    private final class Reader {
        private final IdentityWire wire = new IdentityWire(digest);
        private final LocalIdentityIndex index = new LocalIdentityIndex(digest, InstantSource.system());
        private long position = -1;
        private boolean wasWhole;
        private List<IdentityChange> lines = List.of();

        void catchUp() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long reached = feed.writeIdentities(group, position, out);
            List<String> text = out.toString(StandardCharsets.UTF_8).lines().toList();
            JsonNode head = ConfigJson.MAPPER.readTree(text.get(0));
            assertEquals("{\"end\":true}", text.get(text.size() - 1));
            assertEquals(reached, head.path("sequence").asLong());
            wasWhole = head.path("whole").asBoolean();
            lines = text.subList(1, text.size() - 1).stream().map(wire::read).toList();
            if (wasWhole) index.replace(lines);
            else lines.forEach(index::apply);
            position = reached;
        }

        boolean opens(String key) {
            return index.holder("key-auth", key) != null;
        }
    }

    private UUID consumer(String username) {
        UUID id = UUID.randomUUID();
        store.put(Kind.CONSUMERS, id, object().put("username", username));
        return id;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode of(UUID consumer) {
        ObjectNode entity = object();
        entity.putObject("consumer").put("id", consumer.toString());
        return entity;
    }

    @Test
    void a_stored_consumers_key_opens_from_its_change_on_and_is_read_alone() throws IOException {
        UUID ann = consumer(Story.unique("ann"));
        node.catchUp();
        long before = node.position;
        UUID key = UUID.randomUUID();
        String secret = Story.unique("a-key-of-her-own");
        store.put(Kind.KEYAUTH_CREDENTIALS, key, of(ann).put("key", secret));
        assertTrue(feed.position(group).identities() > before);
        node.catchUp();
        assertFalse(node.wasWhole);
        assertEquals(
                List.of(ann),
                node.lines.stream().map(IdentityChange::consumerId).toList());
        assertTrue(node.opens(secret));
        store.delete(Kind.KEYAUTH_CREDENTIALS, key);
        node.catchUp();
        assertFalse(node.opens(secret));
        store.delete(Kind.CONSUMERS, ann);
        node.catchUp();
        assertNull(node.index.consumer(ann.toString()));
        node.catchUp();
        assertTrue(node.lines.isEmpty());
    }

    @Test
    void an_application_concerns_every_group_and_a_stored_consumer_its_own() throws IOException {
        Application application = story.application(story.developer());
        NodeFeed.Position before = feed.position(group);
        Credentials.NewKey key = story.mint(application);
        assertTrue(feed.position(group).identities() > before.identities());
        assertEquals(before.topology(), feed.position(group).topology());
        node.catchUp();
        assertTrue(node.opens(key.secret()));
        story.revoke(application, key.id());
        node.catchUp();
        assertFalse(node.opens(key.secret()));
        NodeFeed.Position still = feed.position(group);
        stores.of(RuntimeGroup.DEFAULT)
                .put(Kind.CONSUMERS, UUID.randomUUID(), object().put("username", Story.unique("other")));
        assertEquals(still, feed.position(group));
    }

    @Test
    void who_is_registered_changes_when_a_service_of_the_versions_name_comes_or_goes() throws IOException {
        ApiVersion version = story.publish(Story.unique("weather"));
        Plan plan = story.plan(version, 5);
        Application application = story.application(story.developer());
        story.register(application, version, plan);
        story.serve(version, "http://localhost:1", null, "/" + Story.unique("weather"));
        node.catchUp();
        assertTrue(registrations(application).isEmpty(), "there is no such service in this group");
        String name =
                QuarkusTransaction.requiringNew().call(() -> ApiVersion.<ApiVersion>findById(version.id).serviceName);
        UUID service = UUID.randomUUID();
        store.put(Kind.SERVICES, service, object().put("name", name).put("url", "http://localhost:1"));
        node.catchUp();
        assertEquals(Map.of(service, plan.slug), registrations(application));
        store.delete(Kind.SERVICES, service);
        node.catchUp();
        assertFalse(node.wasWhole);
        assertTrue(registrations(application).isEmpty());
    }

    private Map<UUID, String> registrations(Application application) {
        return node.index.consumer(application.id.toString()).registrations();
    }

    @Test
    void two_nodes_that_come_at_different_times_end_up_alike() throws IOException {
        Reader late = new Reader();
        late.position = node.position;
        List<UUID> everybody = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            everybody.add(consumer(Story.unique("ann")));
            node.catchUp();
        }
        store.delete(Kind.CONSUMERS, everybody.get(0));
        store.put(Kind.CONSUMERS, everybody.get(1), object().put("username", Story.unique("ben")));
        node.catchUp();
        late.catchUp();
        assertFalse(late.wasWhole);
        assertEquals(3, late.lines.size(), "each with its newest state, once");
        for (UUID id : everybody) assertEquals(node.index.consumer(id.toString()), late.index.consumer(id.toString()));
        assertEquals(node.position, late.position);
    }

    @Test
    void a_node_that_another_control_plane_has_told_more_gets_nothing_twice() throws IOException {
        QuarkusTransaction.requiringNew().run(() -> rows.append(List.of(Change.of(group, UUID.randomUUID()))));
        node.position = rows.newestOfConsumers(group, Long.MAX_VALUE);
        node.catchUp();
        assertFalse(node.wasWhole);
        assertTrue(node.lines.isEmpty());
    }

    @Test
    void the_topology_is_a_document_that_a_node_reads_even_with_plugins_of_a_consumer() throws IOException {
        UUID ann = consumer(Story.unique("ann"));
        UUID service = UUID.randomUUID();
        long before = feed.position(group).topology();
        store.put(Kind.SERVICES, service, object().put("name", "weather").put("url", "http://localhost:1/base"));
        ObjectNode route = object().put("name", "weather");
        route.putArray("paths").add("/weather");
        route.putObject("service").put("id", service.toString());
        store.put(Kind.ROUTES, UUID.randomUUID(), route);
        store.put(Kind.PLUGINS, UUID.randomUUID(), of(ann).put("name", "request-size-limiting"));
        assertTrue(feed.position(group).topology() > before);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        feed.writeTopology(group, out);
        ObjectNode document = (ObjectNode) ConfigJson.MAPPER.readTree(out.toByteArray());
        assertFalse(document.has("consumers"));
        DocumentReading reading = new ConfigDocument(plugins, digest).readTopology(document, 0);
        assertEquals(List.of(), reading.problems());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (JsonGenerator json = ConfigJson.MAPPER.createGenerator(again)) {
            DocumentWriter.write(
                    json, DocumentWriter.entities(reading.config().orElseThrow().topology()));
        }
        assertEquals(document, ConfigJson.MAPPER.readTree(again.toByteArray()));
    }

    @Test
    void a_connection_that_a_topology_was_read_with_sees_later_commits_again() throws Exception {
        feed.writeTopology(group, new ByteArrayOutputStream());
        try (Connection connection = database.getConnection()) {
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
        }
    }

    @Test
    void what_is_undone_is_not_in_the_log() {
        NodeFeed.Position before = feed.position(group);
        assertEquals(
                "undone",
                assertThrows(
                                IllegalStateException.class,
                                () -> QuarkusTransaction.requiringNew().run(() -> {
                                    consumer(Story.unique("ann"));
                                    throw new IllegalStateException("undone");
                                }))
                        .getMessage());
        assertEquals(before, feed.position(group));
    }

    @Test
    void who_watches_is_woken_by_commits_of_its_group_until_it_has_enough() throws Exception {
        AtomicInteger woken = new AtomicInteger();
        AutoCloseable watching = feed.watch(group, woken::incrementAndGet);
        consumer(Story.unique("ann"));
        assertEquals(1, woken.get());
        watching.close();
        consumer(Story.unique("ben"));
        assertEquals(1, woken.get());
    }

    @Test
    void what_the_log_no_longer_tells_comes_as_a_whole() throws IOException {
        UUID ann = consumer(Story.unique("ann"));
        node.catchUp();
        UUID ben = consumer(Story.unique("ben"));
        store.delete(Kind.CONSUMERS, ann);
        UUID eve = consumer(Story.unique("eve"));
        rows.prune(feed.position(group).identities());
        node.catchUp();
        assertTrue(node.wasWhole);
        assertNull(node.index.consumer(ann.toString()));
        assertNotEquals(null, node.index.consumer(ben.toString()));
        assertNotEquals(null, node.index.consumer(eve.toString()));
        consumer(Story.unique("joe"));
        node.catchUp();
        assertFalse(node.wasWhole, "what was pruned, it has seen");
        node.position += 1_000_000;
        node.catchUp();
        assertTrue(node.wasWhole, "a position that there never was");
    }
}
