package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.cluster.JoinedNode;
import io.gatehouse.controlplane.NodeFeed;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.db.Queries;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes in the console, as an operator's browser sees them. */
@QuarkusTest
class NodePagesTest {
    @Inject
    RuntimeGroups groups;

    @Inject
    NodeFeed feed;

    private TestBrowser operator;
    private RuntimeGroup group;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
        String name = Offers.unique("region");
        group = groups.create(UUID.randomUUID(), new RuntimeGroups.Terms(name, "", "", Map.of()));
    }

    private JoinedNode node(String hostname, Consumer<JoinedNode> said) {
        JoinedNode node = new JoinedNode();
        node.runtimeGroup = group;
        node.hostname = hostname;
        node.version = "0.1.0";
        node.fingerprint = "";
        node.joinedAt = Instant.now();
        node.lastSeenAt = Instant.now();
        node.certifiedUntil = Instant.now().plus(Duration.ofDays(30));
        said.accept(node);
        QuarkusTransaction.requiringNew().run(node::persist);
        return node;
    }

    /** It serves all that there is. */
    private void serve(JoinedNode node) {
        NodeFeed.Position newest = feed.position(group.id);
        node.runningHistory = newest.history();
        node.runningTopology = newest.topology();
        node.runningIdentities = newest.identities();
        node.configHash = "0123456789abcdef0123456789abcdef";
    }

    private String here() {
        return "/console/nodes?group=" + group.name;
    }

    private Element row(String hostname) {
        Element row = operator.page(here()).select("tbody tr").stream()
                .filter(each -> each.text().contains(hostname))
                .findFirst()
                .orElseThrow();
        return row;
    }

    @Test
    void the_list_says_how_each_node_does() {
        node("one", this::serve);
        node("two", node -> {
            serve(node);
            node.lastSeenAt = Instant.now().minus(Duration.ofMinutes(2));
        });
        node("three", node -> {});
        JoinedNode four = node("four", node -> {
            serve(node);
            node.problem = "plugin <b>x</b> is not one of this gateway's";
        });
        assertTrue(row("one").text().contains("In sync"), row("one").text());
        assertTrue(row("one").text().contains("0123456789ab"), row("one").text());
        assertTrue(row("two").text().contains("Offline"), row("two").text());
        assertTrue(row("three").text().contains("Starting"), row("three").text());
        node("five", node -> node.problem = "of another major version");
        assertTrue(row("five").text().contains("Not serving"), row("five").text());
        groups.change(group.id, new RuntimeGroups.Terms(group.name, "eu", "", Map.of()));
        Document page = operator.page("/console/nodes/" + four.id);
        assertTrue(page.text().contains("plugin <b>x</b> is not"), page.text());
        assertEquals(2, operator.page(here() + "&q=t").select("tbody tr").size());
        assertEquals(0, operator.page(here() + "&q=nobody").select("tbody tr").size());
    }

    @Test
    void a_node_that_lacks_changes_is_behind_by_so_many() {
        node("late", node -> {
            serve(node);
            node.runningTopology = feed.position(group.id).topology() - 1;
        });
        assertTrue(row("late").text().contains("Behind by 1"), row("late").text());
        node("of-another-time", node -> {
            serve(node);
            node.runningHistory = UUID.randomUUID();
        });
        assertTrue(
                row("of-another-time").text().contains("Behind"),
                row("of-another-time").text());
    }

    @Test
    void the_command_to_join_is_shown_once() {
        assertEquals(
                group.name,
                operator.page("/console/nodes/new").select("#group option").stream()
                        .map(Element::val)
                        .filter(group.name::equals)
                        .findFirst()
                        .orElseThrow());
        Response shown = operator.post("/console/nodes/new", Map.of("group", group.name));
        assertEquals(200, shown.statusCode());
        assertEquals("no-store", shown.header("Cache-Control"));
        String command = Jsoup.parse(shown.asString()).select("pre code").text();
        assertTrue(command.contains("GATEHOUSE_JOIN_TOKEN=ghj_"), command);
        assertTrue(command.contains("GATEHOUSE_CONTROL_PLANE=https://localhost:"), command);
        String token = command.replaceAll("(?s).*JOIN_TOKEN=(\\S+).*", "$1");
        assertFalse(operator.page("/console/audit").text().contains(token));
        assertEquals(
                422,
                operator.post("/console/nodes/new", Map.of("group", "none-such"))
                        .statusCode());
    }

    @Test
    void a_node_is_removed_and_the_log_says_so() {
        JoinedNode node = node("gone", this::serve);
        assertEquals(303, operator.post("/console/nodes/" + node.id + "/remove").statusCode());
        assertEquals(404, operator.get("/console/nodes/" + node.id).statusCode());
        assertEquals(404, operator.post("/console/nodes/" + node.id + "/remove").statusCode());
        assertTrue(operator.page(here()).select("tbody tr").isEmpty());
        assertTrue(operator.page("/console/audit?action=node.removed&target=" + node.id)
                .text()
                .contains("gone"));
    }

    @Test
    void the_list_costs_the_same_however_many_nodes_there_are() {
        Consumer<JoinedNode> late = node -> {
            serve(node);
            node.runningTopology = -1L;
        };
        node("first", late);
        operator.page(here());
        long few = Queries.of(() -> operator.page(here()));
        for (String name : List.of("a", "b", "c", "d", "e")) node(name, late);
        assertEquals(few, Queries.of(() -> operator.page(here())));
    }
}
