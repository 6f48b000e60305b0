package io.gatehouse.portal;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Up or down, for load balancers and orchestrators. What it is made of is told by the Admin API, not to everybody. */
@Path("/health")
@PermitAll
public class HealthApi {
    private static final int DOWN = 503;

    private final SmallRyeHealthReporter reporter;

    HealthApi(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    @GET
    public Uni<Response> all() {
        return answer(reporter.getHealthAsync());
    }

    @GET
    @Path("live")
    public Uni<Response> live() {
        return answer(reporter.getLivenessAsync());
    }

    @GET
    @Path("ready")
    public Uni<Response> ready() {
        return answer(reporter.getReadinessAsync());
    }

    @GET
    @Path("started")
    public Uni<Response> started() {
        return answer(reporter.getStartupAsync());
    }

    private static Uni<Response> answer(Uni<SmallRyeHealth> health) {
        return health.map(found -> Response.status(found.isDown() ? DOWN : 200)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Map.of("status", found.isDown() ? "DOWN" : "UP"))
                .build());
    }
}
