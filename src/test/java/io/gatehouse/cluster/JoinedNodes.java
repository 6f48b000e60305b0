package io.gatehouse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.gateway.feed.NodeWire;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.util.UUID;

/** Makes nodes for tests, each of which has joined. */
@Singleton
class JoinedNodes {
    static final String VERSION = "0.1.0";

    private final NodeServer server;
    private final JoinTokens tokens;
    private NodeClient stranger;

    JoinedNodes(NodeServer server, JoinTokens tokens) {
        this.server = server;
        this.tokens = tokens;
    }

    record Joined(UUID id, NodeClient client) {}

    synchronized Joined in(UUID group) {
        if (stranger == null) stranger = NodeClient.stranger(server.port());
        KeyPair keys = Issuer.freshKey();
        HttpResponse<byte[]> answer = stranger.post(
                NodeWire.JOIN, new NodeWire.Join(tokens.issue(group), NodeClient.csr(keys), VERSION, "edge-1"));
        assertEquals(200, answer.statusCode());
        NodeWire.Joined joined = NodeWire.read(answer.body(), NodeWire.Joined.class);
        return new Joined(joined.nodeId(), NodeClient.with(server.port(), joined.certificate(), keys));
    }
}
