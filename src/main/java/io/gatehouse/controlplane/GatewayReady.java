package io.gatehouse.controlplane;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the gateway serves its first configuration. */
@Readiness
@Singleton
class GatewayReady implements HealthCheck {
    private final LocalNode node;

    GatewayReady(LocalNode node) {
        this.node = node;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("gateway").status(node.isReady()).build();
    }
}
