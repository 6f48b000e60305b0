package io.gatehouse.cluster;

import io.gatehouse.controlplane.NodeFeed;
import io.gatehouse.gateway.feed.NodeWire;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How a node gets its configuration: it waits for news, and fetches what is new. It is told of its own runtime group only. */
@Singleton
class FeedRoutes implements NodeRoutes {
    private static final long EVERYTHING = -1;

    private final NodeFeed feed;
    private final PackedTopologies topologies;
    private final IdentityAnswers identities;
    private final Sightings sightings;
    private final Watches watches;
    private final Versions versions;

    FeedRoutes(
            NodeFeed feed,
            PackedTopologies topologies,
            IdentityAnswers identities,
            Sightings sightings,
            Watches watches,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.feed = feed;
        this.topologies = topologies;
        this.identities = identities;
        this.sightings = sightings;
        this.watches = watches;
        this.versions = new Versions(version);
    }

    @Override
    public List<NodeRoute> routes() {
        return List.of(
                NodeRoute.post(NodeWire.WATCH, this::watch),
                NodeRoute.get(NodeWire.TOPOLOGY, this::topology),
                NodeRoute.get(NodeWire.IDENTITIES, this::identities));
    }

    private Runnable watch(NodeCall call, Member member) {
        NodeWire.Watch told = call.body(NodeWire.Watch.class);
        Optional<String> problem = versions.problem(Told.line(told.version(), Told.LONGEST_VERSION));
        sightings.saw(member, told, problem, Instant.now());
        refuse(problem);
        NodeWire.Position known = told.seen() == null ? told.running() : told.seen();
        return () -> watches.await(call, member.group(), known);
    }

    private Runnable topology(NodeCall call, Member member) throws IOException {
        refuse(versions.problem(member.version()));
        PackedTopologies.Packed packed = topologies.of(member.group());
        call.response().putHeader(HttpHeaders.ETAG, packed.etag());
        boolean isKnown = call.header(HttpHeaders.IF_NONE_MATCH)
                .filter(packed.etag()::equals)
                .isPresent();
        return () -> {
            if (isKnown) call.answerNotModified();
            else call.answerPacked("application/json", packed.content());
        };
    }

    private Runnable identities(NodeCall call, Member member) throws IOException {
        refuse(versions.problem(member.version()));
        long after = call.argument("after").map(FeedRoutes::number).orElse(EVERYTHING);
        String history = feed.position(member.group()).history().toString();
        boolean isOurs = call.argument("history").filter(history::equals).isPresent();
        return identities.answer(call, member.group(), isOurs ? after : EVERYTHING);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new NodeProblem(400, "after: expected a number");
        }
    }

    private static void refuse(Optional<String> problem) {
        problem.ifPresent(text -> {
            throw new NodeProblem(409, text);
        });
    }
}
