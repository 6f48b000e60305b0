package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.limit.RateLimiter;
import io.gatehouse.gateway.plugin.Binding;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.router.Router;
import io.gatehouse.gateway.snapshot.Snapshot.Chains;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a snapshot of a topology, or says everything that is wrong with it. */
public final class SnapshotCompiler {

    private final Plugins plugins;
    private final IdentityIndex identities;
    private final RateLimiter limiter;

    public SnapshotCompiler(Plugins plugins, IdentityIndex identities, RateLimiter limiter) {
        this.plugins = plugins;
        this.identities = identities;
        this.limiter = limiter;
    }

    public Compilation compile(Topology topology) {
        List<ConfigProblem> problems = new ArrayList<>();
        Map<UUID, Service> services = topology.services().stream()
                .filter(Service::enabled)
                .collect(Collectors.toMap(Service::id, Function.identity()));
        Map<UUID, String> groups =
                topology.consumerGroups().stream().collect(Collectors.toMap(ConsumerGroup::id, ConsumerGroup::name));
        List<Route> routes = topology.routes().stream()
                .filter(route -> route.service() == null
                        || services.containsKey(route.service().id()))
                .toList();
        Map<PluginConfig, Filter> filters = new HashMap<>();
        for (PluginConfig config : topology.plugins()) {
            if (config.enabled()) {
                filter(config, problems).ifPresent(filter -> filters.put(config, filter));
            }
        }
        if (!problems.isEmpty()) {
            return new Compilation(Optional.empty(), problems);
        }
        Map<UUID, Chains> chains = new HashMap<>();
        for (Route route : routes) {
            chains.put(route.id(), chains(filters, groups, route));
        }
        Snapshot snapshot = new Snapshot(
                Integer.toHexString(topology.hashCode()),
                new Router(routes, services),
                chains,
                chains(filters, groups, null));
        return new Compilation(Optional.of(snapshot), List.of());
    }

    private Optional<Filter> filter(PluginConfig config, List<ConfigProblem> problems) {
        var known = plugins.find(config.name());
        if (known.isEmpty()) {
            problems.add(new ConfigProblem(
                    "plugins",
                    config.id(),
                    config.name(),
                    "name",
                    "plugin '" + config.name() + "' is not known; known are: " + String.join(", ", plugins.names())));
            return Optional.empty();
        }
        return bind(known.get(), config, problems);
    }

    private <C extends Record> Optional<Filter> bind(
            Plugins.Known<C> known, PluginConfig config, List<ConfigProblem> problems) {
        var reading = known.read(config.config());
        reading.misfits()
                .forEach(misfit -> problems.add(new ConfigProblem(
                        "plugins",
                        config.id(),
                        config.name(),
                        misfit.field() == null ? "config" : "config." + misfit.field(),
                        misfit.message())));
        Scope scope = new Scope(
                config.service() == null ? null : config.service().id(),
                config.route() == null ? null : config.route().id(),
                identities,
                limiter);
        return reading.config().map(read -> known.plugin().bind(read, scope));
    }

    private Chains chains(Map<PluginConfig, Filter> filters, Map<UUID, String> groups, Route route) {
        List<Binding> bindings = new ArrayList<>();
        filters.forEach((config, filter) -> {
            boolean byService = config.service() != null;
            boolean byRoute = config.route() != null;
            if (byService && (route == null || !config.service().equals(route.service()))) {
                return;
            }
            if (byRoute && (route == null || !config.route().id().equals(route.id()))) {
                return;
            }
            bindings.add(new Binding(
                    config.name(),
                    plugins.find(config.name()).orElseThrow().plugin().priority(),
                    filter,
                    byService,
                    byRoute,
                    config.consumer() == null ? null : config.consumer().id(),
                    config.consumerGroup() == null
                            ? null
                            : groups.get(config.consumerGroup().id())));
        });
        PluginChain chain = PluginChain.of(bindings);
        return new Chains(chain, chain);
    }
}
