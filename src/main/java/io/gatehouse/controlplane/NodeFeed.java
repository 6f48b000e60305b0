package io.gatehouse.controlplane;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.controlplane.ChangeRows.End;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.document.DocumentWriter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a node of any runtime group is told: how far the group has come, its topology as a whole, and its identities from where the
 * node stands. Nothing here grows with the number of consumers, and nothing waits for a slow node with the database in its hands.
 */
@Singleton
public final class NodeFeed {
    private static final int PAGE = 500;
    private static final int LINE_END = '\n';

    private final ConfigStores stores;
    private final KnownConsumers consumers;
    private final ChangeRows rows;
    private final Positions positions;

    NodeFeed(ConfigStores stores, KnownConsumers consumers, ChangeRows rows, Positions positions) {
        this.stores = stores;
        this.consumers = consumers;
        this.rows = rows;
        this.positions = positions;
    }

    /**
     * How far a runtime group has come.
     *
     * @param history names the change log: numbers of another one mean nothing
     * @param topology number of the newest change of the group's topology, 0 if there was none
     * @param identities number of the newest change of a consumer that concerns the group, 0 if there was none
     */
    public record Position(UUID history, long topology, long identities) {}

    /** From memory. Another control plane's changes are in it at most a few tenths of a second after their commit. */
    public Position position(UUID group) {
        return positions.of(group);
    }

    /** @param changed called after a change of this group, or of all groups, was committed; by any thread, and must not take long */
    public AutoCloseable watch(UUID group, Runnable changed) {
        return positions.watch(group, changed);
    }

    /** A declarative document in JSON, with everything but consumers and what belongs to them. At least as new as the position was before the call. */
    public void writeTopology(UUID group, OutputStream out) throws IOException {
        Topology topology = stores.topologyForGateways(group);
        try (JsonGenerator document = ConfigJson.MAPPER.createGenerator(out)) {
            document.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            DocumentWriter.write(document, DocumentWriter.entities(topology));
        }
    }

    /**
     * A line for each consumer that has changed after this number, or for each that there is: below 0, and where the log does not go back
     * so far, or not on to there. A head line comes before them, and a last one after them.
     *
     * @return the position that whoever has read all of it is in
     */
    public long writeIdentities(UUID group, long after, OutputStream out) throws IOException {
        long reached = position(group).identities();
        // Another control plane may have told the node of more than has been read here by now.
        if (after > reached) reached = rows.newestOfConsumers(group, Long.MAX_VALUE);
        boolean isWhole = after < 0 || after > reached || isPruned(group, after);
        write(JsonNodeFactory.instance.objectNode().put("whole", isWhole).put("sequence", reached), out);
        if (isWhole) writeAll(group, out);
        else writeChanged(group, after, reached, out);
        write(JsonNodeFactory.instance.objectNode().put("end", true), out);
        return reached;
    }

    private boolean isPruned(UUID group, long after) {
        End end = rows.end();
        return after < end.pruned() && after < rows.newestOfConsumers(group, end.pruned());
    }

    private void writeAll(UUID group, OutputStream out) throws IOException {
        try {
            consumers.all(group, page -> write(page, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A consumer that has changed several times comes with its newest state once, or once more in a later page. */
    private void writeChanged(UUID group, long after, long reached, OutputStream out) throws IOException {
        long at = after;
        while (at < reached) {
            List<Change> page = rows.ofConsumers(group, at, reached, PAGE);
            if (isPruned(group, at)) throw new IOException("The change log was pruned while it was read");
            if (page.isEmpty()) return;
            Set<UUID> ids = new LinkedHashSet<>();
            page.forEach(change -> ids.add(change.consumer()));
            write(consumers.of(group, ids), out);
            at = page.get(page.size() - 1).sequence();
        }
    }

    private static void write(List<KnownConsumer> page, OutputStream out) {
        try {
            for (KnownConsumer consumer : page) write(consumer.line(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonNode line, OutputStream out) throws IOException {
        out.write(ConfigJson.MAPPER.writeValueAsBytes(line));
        out.write(LINE_END);
    }
}
