package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.balancer.Balancer;
import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Target;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How the targets of an upstream are, as the gateway of this process sees them; and the word of an operator who knows better. */
@Singleton
class HealthApi implements AdminRoutes {
    private static final String UPSTREAM = "/upstreams/:upstream";
    private static final String HEALTH = "health";

    private final ConfigView view;
    private final Supplier<Balancers> balancers;

    @Inject
    HealthApi(ConfigStore store, LocalNode node) {
        this(store, node::balancers);
    }

    HealthApi(ConfigView view, Supplier<Balancers> balancers) {
        this.view = view;
        this.balancers = balancers;
    }

    @Override
    public void mount(Paths paths) {
        paths.at(UPSTREAM + "/health", Map.of("GET", this::show));
        Consumer<AdminCall> healthy = call -> become(call, true);
        Consumer<AdminCall> unhealthy = call -> become(call, false);
        paths.at(UPSTREAM + "/targets/:target/healthy", Map.of("PUT", healthy, "POST", healthy));
        paths.at(UPSTREAM + "/targets/:target/unhealthy", Map.of("PUT", unhealthy, "POST", unhealthy));
    }

    private void show(AdminCall call) {
        Stored upstream = upstream(call);
        Balancer balancer = balancers.get().of(upstream.name());
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        if (call.argument("balancer_health").orElse("").equals("1")) {
            body.putObject("data")
                    .put("id", upstream.id().toString())
                    .put(HEALTH, balancer == null ? Balancer.HEALTHCHECKS_OFF : balancer.health());
        } else {
            ArrayNode data = body.putArray("data");
            for (Stored target : targets(upstream))
                data.add(EntityShape.shown(target)
                        .put(HEALTH, balancer == null ? Balancer.HEALTHCHECKS_OFF : balancer.health(target(target))));
            body.putNull("next");
        }
        call.answer(200, body);
    }

    private void become(AdminCall call, boolean healthy) {
        Stored upstream = upstream(call);
        String named = call.part("target");
        Stored target = targets(upstream).stream()
                .filter(one -> one.id().toString().equals(named)
                        || target(one).target().equals(named))
                .findFirst()
                .orElseThrow(AdminProblem::notFound);
        Balancer balancer = balancers.get().of(upstream.name());
        if (balancer == null || !balancer.isChecked())
            throw new AdminProblem(400, "Health checks are not active for upstream " + upstream.name());
        balancer.become(target(target), healthy);
        call.answerNothing();
    }

    private Stored upstream(AdminCall call) {
        return view.find(Kind.UPSTREAMS, call.part("upstream")).orElseThrow(AdminProblem::notFound);
    }

    private List<Stored> targets(Stored upstream) {
        return view.pointingAt(Kind.TARGETS, "upstream", upstream.id());
    }

    private static Target target(Stored stored) {
        return Kind.TARGETS.read(stored.body()).entity().orElseThrow();
    }
}
