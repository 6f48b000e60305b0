package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.feed.ControlPlaneSource;
import io.gatehouse.gateway.feed.ControlPlanes;
import io.gatehouse.gateway.feed.FeedStatus;
import io.gatehouse.gateway.feed.IdentityTaking;
import io.gatehouse.gateway.feed.Mark;
import io.gatehouse.gateway.feed.UsageReporter;
import io.gatehouse.gateway.feed.UsageSpool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** A node's way to its control planes: what comes from there, and what goes there; and how both can be seen. */
final class ControlPlaneLink implements AutoCloseable {
    private final ControlPlaneSource source;
    private final IdentityTaking identities;
    private final UsageReporter reporter;
    private final UsageSpool spool;

    ControlPlaneLink(
            ControlPlanes controlPlanes, ControlPlaneSource source, IdentityTaking identities, UsageSpool spool) {
        this.source = source;
        this.identities = identities;
        this.spool = spool;
        reporter = new UsageReporter(controlPlanes, source, spool);
    }

    void start() {
        source.start();
        reporter.start();
    }

    boolean awaitConfiguration(Duration longest) {
        return source.awaitConfiguration(longest);
    }

    boolean awaitNews(Duration longest) {
        return source.awaitNews(longest);
    }

    FeedStatus status() {
        return source.status();
    }

    /** For operators who ask this node. */
    void describe(ObjectNode body) {
        FeedStatus status = status();
        body.put("address", status.controlPlane().toString()).put("connected", status.isConnected());
        body.put(
                "last_answer",
                status.lastAnswer() == null ? null : status.lastAnswer().toString());
        describe(body.putObject("topology"), status.topology());
        describe(body.putObject("identities"), status.identities());
        body.put("usage_batches_waiting", spool.waiting());
        body.put("problem", status.problem());
    }

    private static void describe(ObjectNode body, Mark mark) {
        body.put("history", mark == null ? null : mark.history().toString());
        body.put("sequence", mark == null ? null : mark.sequence());
    }

    void measure(MeterRegistry registry) {
        Gauge.builder(
                        "gatehouse.control.plane.connected",
                        this,
                        link -> link.status().isConnected() ? 1 : 0)
                .description("1 while the control plane answers this node")
                .register(registry);
        Gauge.builder(
                        "gatehouse.control.plane.problem",
                        this,
                        link -> link.status().problem() == null ? 0 : 1)
                .description("1 while this node cannot follow the control plane; /status says why")
                .register(registry);
        Gauge.builder(
                        "gatehouse.control.plane.topology",
                        this,
                        link -> sequence(link.status().topology()))
                .description("Number of the configuration that is served")
                .register(registry);
        Gauge.builder(
                        "gatehouse.control.plane.identities",
                        this,
                        link -> sequence(link.status().identities()))
                .description("Number of the last change of an identity that is in force")
                .register(registry);
        FunctionCounter.builder("gatehouse.control.plane.identities.received", identities, IdentityTaking::received)
                .description("Consumers whose state was sent to this node, each time it was")
                .register(registry);
        Gauge.builder("gatehouse.usage.batches.waiting", spool, UsageSpool::waiting)
                .description("Batches of usage that no control plane has yet")
                .register(registry);
        FunctionCounter.builder("gatehouse.usage.unreported", spool, UsageSpool::dropped)
                .description("Calls whose usage was dropped, since no control plane took it for too long")
                .register(registry);
    }

    private static double sequence(Mark mark) {
        return mark == null ? Double.NaN : mark.sequence();
    }

    @Override
    public void close() {
        reporter.close();
        source.close();
        identities.close();
    }
}
