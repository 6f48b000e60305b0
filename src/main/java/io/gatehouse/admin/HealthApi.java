package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStores;
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
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How the targets of an upstream are, as the gateway of this process sees them; and the word of an operator who knows better. */
@Singleton
class HealthApi implements AdminRoutes {
    private static final String UPSTREAM = "/upstreams/:upstream";
    private static final String HEALTH = "health";

    private final Configs configs;
    private final Predicate<ConfigView> isServed;
    private final Supplier<Balancers> balancers;

    @Inject
    HealthApi(GroupConfigs configs, ConfigStores stores, LocalNode node) {
        this(configs, view -> view == stores.served(), node::balancers);
    }

    /** @param isServed whether it is what the gateway of this process serves: of others it knows nothing */
    HealthApi(Configs configs, Predicate<ConfigView> isServed, Supplier<Balancers> balancers) {
        this.configs = configs;
        this.isServed = isServed;
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
        Balancer balancer = balancer(call, upstream);
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        if (call.argument("balancer_health").orElse("").equals("1")) {
            body.putObject("data")
                    .put("id", upstream.id().toString())
                    .put(HEALTH, balancer == null ? Balancer.HEALTHCHECKS_OFF : balancer.health());
        } else {
            ArrayNode data = body.putArray("data");
            for (Stored target : targets(call, upstream))
                data.add(EntityShape.shown(target)
                        .put(HEALTH, balancer == null ? Balancer.HEALTHCHECKS_OFF : balancer.health(target(target))));
            body.putNull("next");
        }
        call.answer(200, body);
    }

    private void become(AdminCall call, boolean healthy) {
        Stored upstream = upstream(call);
        String named = call.part("target");
        Stored target = targets(call, upstream).stream()
                .filter(one -> one.id().toString().equals(named)
                        || target(one).target().equals(named))
                .findFirst()
                .orElseThrow(AdminProblem::notFound);
        Balancer balancer = balancer(call, upstream);
        if (balancer == null || !balancer.isChecked())
            throw new AdminProblem(400, "Health checks are not active for upstream " + upstream.name());
        balancer.become(target(target), healthy);
        call.answerNothing();
    }

    /** Null where nobody checks. */
    private Balancer balancer(AdminCall call, Stored upstream) {
        return isServed.test(configs.of(call)) ? balancers.get().of(upstream.name()) : null;
    }

    private Stored upstream(AdminCall call) {
        return configs.of(call).find(Kind.UPSTREAMS, call.part("upstream")).orElseThrow(AdminProblem::notFound);
    }

    private List<Stored> targets(AdminCall call, Stored upstream) {
        return configs.of(call).pointingAt(Kind.TARGETS, "upstream", upstream.id());
    }

    private static Target target(Stored stored) {
        return Kind.TARGETS.read(stored.body()).entity().orElseThrow();
    }
}
