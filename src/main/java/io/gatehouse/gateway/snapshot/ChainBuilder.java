package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.snapshot.Snapshot.Chains;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes the chains of routes. Routes of one service that have no plugins of their own share one chain. */
final class ChainBuilder {

    private final Map<UUID, String> groups;
    private final List<BoundPlugin> global = new ArrayList<>();
    private final Map<Ref, List<BoundPlugin>> ofService = new HashMap<>();
    private final Map<Ref, List<BoundPlugin>> ofRoute = new HashMap<>();
    private final Map<Shared, Chains> shared = new HashMap<>();

    private record Shared(Ref service, boolean isGrpc) {}

    /** @param groups names of the consumer groups by id */
    ChainBuilder(List<BoundPlugin> plugins, Map<UUID, String> groups) {
        this.groups = groups;
        for (BoundPlugin plugin : plugins) {
            Ref service = plugin.config().service();
            Ref route = plugin.config().route();
            if (route != null) {
                ofRoute.computeIfAbsent(route, any -> new ArrayList<>()).add(plugin);
            } else if (service != null) {
                ofService.computeIfAbsent(service, any -> new ArrayList<>()).add(plugin);
            } else {
                global.add(plugin);
            }
        }
    }

    Chains unmatched() {
        return chains(global, false);
    }

    Chains of(Route route) {
        List<BoundPlugin> own = ofRoute.getOrDefault(new Ref(route.id()), List.of());
        if (own.isEmpty()) {
            return shared.computeIfAbsent(
                    new Shared(route.service(), route.isGrpc()),
                    one -> chains(ofService(route.service()), route.isGrpc()));
        }
        List<BoundPlugin> all = new ArrayList<>(ofService(route.service()));
        for (BoundPlugin plugin : own) {
            Ref service = plugin.config().service();
            if (service == null || Objects.equals(service, route.service())) {
                all.add(plugin);
            }
        }
        return chains(all, route.isGrpc());
    }

    private List<BoundPlugin> ofService(Ref service) {
        return Stream.concat(global.stream(), ofService.getOrDefault(service, List.of()).stream())
                .toList();
    }

    private Chains chains(List<BoundPlugin> plugins, boolean isGrpc) {
        String plain = isGrpc ? "grpc" : "http";
        String secure = isGrpc ? "grpcs" : "https";
        boolean anyScheme =
                plugins.stream().allMatch(plugin -> plugin.config().protocols().containsAll(List.of(plain, secure)));
        PluginChain usual = chain(plugins, plain);
        return new Chains(usual, anyScheme ? usual : chain(plugins, secure));
    }

    private PluginChain chain(List<BoundPlugin> plugins, String scheme) {
        return PluginChain.of(plugins.stream()
                .filter(plugin -> plugin.config().protocols().contains(scheme))
                .map(plugin -> plugin.binding(groups))
                .toList());
    }
}
