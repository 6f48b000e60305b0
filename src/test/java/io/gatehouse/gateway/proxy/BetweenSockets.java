package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway of its own for each test, in front of an upstream that is as raw as the client. */
abstract class BetweenSockets {
    RawUpstream upstream;
    GatewayHarness gateway;

    /** Everything goes to the upstream as it is, unless a test wants something else. */
    GatewayHarness serving() {
        return GatewayHarness.serving(Topologies.everythingTo(upstream.port()));
    }

    @BeforeEach
    final void start() throws IOException {
        upstream = new RawUpstream();
        gateway = serving();
    }

    @AfterEach
    final void stop() throws IOException {
        gateway.close();
        upstream.close();
    }
}
