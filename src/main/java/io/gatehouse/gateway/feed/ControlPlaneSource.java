package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows an installation's control planes: asks what is new and waits for it, fetches it, has it served, and says so with the next
 * question. While none of them answers all stays as it is. One thread of its own does all this, and may wait.
 */
public final class ControlPlaneSource implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ControlPlaneSource.class.getName());
    private static final int WATCH_MILLIS = (NodeWire.WATCH_SECONDS + 15) * 1_000;
    private static final Duration OLDER_FOR_LONG = Duration.ofSeconds(3);
    private static final long OLDER_MILLIS = 250;
    private static final long LONG_MILLIS = 15_000;
    private static final Duration RENEWED_AGAIN = Duration.ofMinutes(10);
    private static final int LONGEST_PROBLEM = 2_000;
    private static final Pattern ETAG = Pattern.compile("\"([0-9a-f-]{36}):(\\d{1,18})\"");

    private final ControlPlanes controlPlanes;
    private final Joining joining;
    private final Served served;
    private final IdentityTaking identities;
    private final Self self;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch round = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "control-plane");

    private volatile Membership member;
    private volatile ControlPlaneClient client;
    private volatile Mark topology;
    private volatile FeedStatus status;
    private Mark seenTopology;
    private String refused;
    private String older;
    private long olderSince;
    private Instant servedSince;
    private Instant renewedLast = Instant.EPOCH;
    private int failures;

    /** What is done with what comes. */
    public interface Served {
        /** Serves it from the next request on, and keeps a copy; or says what is wrong with it and goes on with what it has. */
        String topology(ObjectNode document, Mark mark);

        /** Names what is served. */
        String hash();
    }

    /**
     * What a node says of itself.
     *
     * @param address where its gateway listens
     */
    public record Self(String version, String hostname, String address) {}

    /** @param kept the topology that is served from the node's own copy; null for none */
    public ControlPlaneSource(
            ControlPlanes controlPlanes,
            Membership member,
            Joining joining,
            Served served,
            Mark kept,
            IdentityTaking identities,
            Self self) {
        this.controlPlanes = controlPlanes;
        this.member = member;
        this.joining = joining;
        this.served = served;
        this.identities = identities;
        this.self = self;
        client = ControlPlaneClient.of(member);
        topology = kept;
        seenTopology = kept;
        if (kept != null) servedSince = Instant.now();
        status = new FeedStatus(controlPlanes.current(), false, null, kept, identities.mark(), "not connected yet");
        noteFirst();
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public FeedStatus status() {
        return status;
    }

    ControlPlaneClient client() {
        return client;
    }

    /** Whether there is something to serve, and somebody to serve it to, by then. */
    public boolean awaitConfiguration(Duration longest) {
        return await(first, longest);
    }

    /** Whether a control plane has said what is new, and that is being served. Waits so long at most, and not when all have failed. */
    public boolean awaitNews(Duration longest) {
        return await(round, longest) && status.isConnected();
    }

    private static boolean await(CountDownLatch event, Duration longest) {
        try {
            return event.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            URI address = controlPlanes.current();
            try {
                pause(round(address));
            } catch (IOException e) {
                failed(address, e);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "What a control plane said could not be taken in", e);
                failed(address, new IOException("it could not be taken in: " + e, e));
            }
        }
    }

    /** Returns how long to wait before the next one. */
    private long round(URI address) throws IOException {
        NodeWire.Position at = client.post(address, NodeWire.WATCH, watch(), NodeWire.Position.class, WATCH_MILLIS);
        if (at.history() == null) throw new IOException("the answer is none of a control plane");
        if (closed.getCount() == 0) return 0;
        failures = 0;
        if (isOlder(at)) return older(address, at);
        older = null;
        report(address, true, null);
        renew(address);
        // First who may call: who is let in or kept out must not wait for a large configuration.
        if (identities.isBehind(at)) identities.fetch(client, address, at);
        if (Mark.of(seenTopology, at.history()) != at.topology()) topology(address);
        report(address, true, null);
        noteFirst();
        round.countDown();
        return 0;
    }

    private NodeWire.Watch watch() {
        UUID history = history();
        NodeWire.Position running = topology == null || identities.mark() == null ? null : position(topology, history);
        // Who has heard nothing yet wants an answer at once, also if nothing is new.
        Mark known = status.isConnected() ? seenTopology : null;
        NodeWire.Position seen = history == null ? null : position(known, history);
        return new NodeWire.Watch(
                running,
                seen,
                topology == null ? null : served.hash(),
                self.address(),
                self.hostname(),
                self.version(),
                older == null ? refused : older,
                servedSince == null ? null : servedSince.toEpochMilli(),
                Map.of());
    }

    private NodeWire.Position position(Mark some, UUID history) {
        return new NodeWire.Position(history, Mark.of(some, history), Mark.of(identities.mark(), history));
    }

    /** The newest that is known. */
    private UUID history() {
        if (identities.mark() != null) return identities.mark().history();
        return seenTopology == null ? null : seenTopology.history();
    }

    private boolean isOlder(NodeWire.Position at) {
        return at.topology() < Mark.of(seenTopology, at.history())
                || at.identities() < Mark.of(identities.mark(), at.history());
    }

    /** A control plane may be a moment behind another one; one that stays behind is not believed. */
    private long older(URI address, NodeWire.Position at) {
        long now = System.nanoTime();
        if (olderSince == 0) olderSince = now;
        if (older == null && now - olderSince < OLDER_FOR_LONG.toNanos()) {
            controlPlanes.leave(address);
            return OLDER_MILLIS;
        }
        String text = String.format(
                "The control plane has an older configuration (%d, %d) than this node (%d, %d), which keeps its own. Was a backup restored?",
                at.topology(),
                at.identities(),
                Mark.of(seenTopology, at.history()),
                Mark.of(identities.mark(), at.history()));
        boolean isNews = older == null;
        if (isNews) LOG.log(Level.ERROR, text);
        older = text;
        report(address, true, text);
        controlPlanes.leave(address);
        round.countDown();
        // The next question says so.
        return isNews ? OLDER_MILLIS : LONG_MILLIS;
    }

    private void topology(URI address) throws IOException {
        String have =
                seenTopology == null ? null : "\"" + seenTopology.history() + ":" + seenTopology.sequence() + "\"";
        client.get(address, NodeWire.TOPOLOGY, have, (in, etag) -> {
            Mark mark = mark(etag);
            if (mark.sequence() < Mark.of(seenTopology, mark.history()))
                throw new IOException("the topology is older than the one that is served");
            take(document(in), mark);
        });
    }

    private void take(ObjectNode document, Mark mark) {
        String problem = served.topology(document, mark);
        seenTopology = mark;
        refused = problem == null || problem.length() <= LONGEST_PROBLEM
                ? problem
                : problem.substring(0, LONGEST_PROBLEM);
        if (problem == null) {
            topology = mark;
            servedSince = Instant.now();
            LOG.log(Level.INFO, "Configuration {0} is in force", Long.toString(mark.sequence()));
        } else {
            LOG.log(
                    Level.ERROR,
                    "Configuration {0} is refused, and the old one stays in force: {1}",
                    Long.toString(mark.sequence()),
                    problem);
        }
    }

    private static Mark mark(String etag) throws IOException {
        Matcher named = ETAG.matcher(etag == null ? "" : etag);
        if (!named.matches()) throw new IOException("the topology does not say which one it is");
        return new Mark(UUID.fromString(named.group(1)), Long.parseLong(named.group(2)));
    }

    private static ObjectNode document(InputStream in) throws IOException {
        try {
            JsonNode document = ConfigJson.MAPPER.readTree(in);
            if (document instanceof ObjectNode object) return object;
        } catch (JsonProcessingException unreadable) {
            // Its message would quote what may hold secrets.
        }
        throw new IOException("the topology is no JSON object");
    }

    /** A certificate that cannot be renewed now has a third of its life left for it. */
    private void renew(URI address) {
        Instant now = Instant.now();
        if (now.isBefore(member.renewAt()) || now.isBefore(renewedLast.plus(RENEWED_AGAIN))) return;
        renewedLast = now;
        try {
            member = joining.renew(client, address, member);
            client = ControlPlaneClient.of(member);
            LOG.log(Level.INFO, "The certificate of this node was renewed");
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The certificate of this node could not be renewed yet: {0}", e.getMessage());
        }
    }

    private void failed(URI address, IOException e) {
        if (closed.getCount() == 0) return;
        String problem = e instanceof Refusal ? e.getMessage() : address + ": " + told(e);
        boolean isNew = status.isConnected() || failures == 0;
        if (isNew) LOG.log(Level.WARNING, "No configuration from the control plane: {0}", problem);
        failures++;
        controlPlanes.leave(address);
        report(address, false, problem);
        boolean isFinal = e instanceof Refusal refusal && refusal.isFinal();
        long wait = isFinal ? LONG_MILLIS : controlPlanes.waitMillis(failures);
        if (wait > 0) round.countDown();
        pause(wait);
    }

    static String told(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void report(URI address, boolean isConnected, String problem) {
        if (older == null) olderSince = 0;
        String whole = problem == null ? refused : problem;
        Instant lastAnswer = isConnected ? Instant.now() : status.lastAnswer();
        status = new FeedStatus(address, isConnected, lastAnswer, topology, identities.mark(), whole);
    }

    private void noteFirst() {
        if (topology != null && identities.mark() != null) first.countDown();
    }

    private void pause(long millis) {
        if (millis > 0) await(closed, Duration.ofMillis(millis));
    }

    @Override
    public void close() {
        closed.countDown();
        client.hangUp();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
