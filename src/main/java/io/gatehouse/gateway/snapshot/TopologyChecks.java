package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Kind.Reference;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.router.HeaderCriterion;
import io.gatehouse.gateway.router.PathRegex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Everything that can be wrong with a topology but for its plugins' own configurations. */
final class TopologyChecks {

    private final Consumer<ConfigProblem> problems;
    /** Ids by kind, of the kinds that a topology has; consumers come and go without it. */
    private final Map<Kind<?>, Set<UUID>> ids = new HashMap<>();

    TopologyChecks(Consumer<ConfigProblem> problems) {
        this.problems = problems;
    }

    void check(Topology topology) {
        checkKeys(Kind.CERTIFICATES, topology.certificates());
        checkKeys(Kind.SNIS, topology.snis());
        checkKeys(Kind.CA_CERTIFICATES, topology.caCertificates());
        checkKeys(Kind.SERVICES, topology.services());
        checkKeys(Kind.ROUTES, topology.routes());
        checkKeys(Kind.CONSUMER_GROUPS, topology.consumerGroups());
        checkKeys(Kind.UPSTREAMS, topology.upstreams());
        checkKeys(Kind.TARGETS, topology.targets());
        checkKeys(Kind.PLUGINS, topology.plugins());
        checkEach(Kind.CERTIFICATES, topology.certificates());
        checkEach(Kind.SNIS, topology.snis());
        checkEach(Kind.CA_CERTIFICATES, topology.caCertificates());
        checkEach(Kind.SERVICES, topology.services());
        checkEach(Kind.ROUTES, topology.routes());
        checkEach(Kind.CONSUMER_GROUPS, topology.consumerGroups());
        checkEach(Kind.UPSTREAMS, topology.upstreams());
        checkEach(Kind.TARGETS, topology.targets());
        checkEach(Kind.PLUGINS, topology.plugins());
        topology.services().forEach(this::checkAuthorities);
        topology.routes().forEach(this::checkRegexes);
        checkScopes(topology.plugins());
    }

    private <E extends Record> void checkKeys(Kind<E> kind, List<E> entities) {
        Set<UUID> known = ids.computeIfAbsent(kind, any -> new HashSet<>());
        for (E entity : entities) {
            UUID id = kind.id(entity);
            if (id == null) {
                problem(kind, entity, "id", "required field missing");
            } else if (!known.add(id)) {
                problem(
                        kind,
                        entity,
                        "id",
                        "uniqueness violation: '" + kind.wireName() + "' entity with primary key set to '" + id
                                + "' already declared");
            }
        }
        kind.uniqueFields().forEach(field -> checkUnique(kind, entities, field));
    }

    private <E extends Record> void checkUnique(Kind<E> kind, List<E> entities, String field) {
        Set<Object> seen = new HashSet<>();
        for (E entity : entities) {
            Object value = kind.value(entity, field);
            Object owner = kind.isUniqueWithinOwner() ? kind.value(entity, kind.ownerField()) : null;
            if (value != null && !seen.add(Arrays.asList(owner, value))) {
                problem(
                        kind,
                        entity,
                        field,
                        "uniqueness violation: '" + kind.wireName() + "' entity with " + field + " set to '" + value
                                + "' already declared");
            }
        }
    }

    private <E extends Record> void checkEach(Kind<E> kind, List<E> entities) {
        for (E entity : entities) {
            kind.check(entity, (field, message) -> problem(kind, entity, field, message));
            kind.references().forEach(reference -> checkReference(kind, entity, reference));
        }
    }

    private <E extends Record> void checkReference(Kind<E> kind, E entity, Reference reference) {
        UUID to = kind.reference(entity, reference.field());
        Set<UUID> known = ids.get(reference.kind());
        if (to != null && known != null && !known.contains(to)) {
            problem(
                    kind,
                    entity,
                    reference.field(),
                    "invalid reference '" + reference.field() + ": " + to + "' (no such entry in '"
                            + reference.kind().wireName() + "')");
        }
    }

    private void checkAuthorities(Service service) {
        for (int i = 0;
                service.caCertificates() != null && i < service.caCertificates().size();
                i++) {
            UUID id = service.caCertificates().get(i);
            if (!ids.get(Kind.CA_CERTIFICATES).contains(id)) {
                problem(
                        Kind.SERVICES,
                        service,
                        "ca_certificates." + (i + 1),
                        "invalid reference 'ca_certificates: " + id + "' (no such entry in 'ca_certificates')");
            }
        }
    }

    private void checkRegexes(Route route) {
        for (int i = 0; route.paths() != null && i < route.paths().size(); i++) {
            String path = route.paths().get(i);
            if (path.startsWith("~/")) {
                checkRegex(route, "paths." + (i + 1), () -> PathRegex.compile(path.substring(1)));
            }
        }
        if (route.headers() != null) {
            route.headers()
                    .forEach((name, values) ->
                            checkRegex(route, "headers." + name, () -> HeaderCriterion.of(name, values)));
        }
    }

    private void checkRegex(Route route, String field, Runnable compilation) {
        try {
            compilation.run();
        } catch (IllegalArgumentException e) {
            problem(Kind.ROUTES, route, field, e.getMessage());
        }
    }

    private void checkScopes(List<PluginConfig> plugins) {
        record NameAndScope(String name, Object service, Object route, Object consumer, Object group) {}
        Set<NameAndScope> seen = new HashSet<>();
        for (PluginConfig plugin : plugins) {
            var scope = new NameAndScope(
                    plugin.name(), plugin.service(), plugin.route(), plugin.consumer(), plugin.consumerGroup());
            if (!seen.add(scope)) {
                problem(
                        Kind.PLUGINS,
                        plugin,
                        null,
                        "uniqueness violation: 'plugins' entity with name set to '" + plugin.name()
                                + "' and the same service, route, consumer and consumer_group already declared");
            }
        }
    }

    private <E extends Record> void problem(Kind<E> kind, E entity, String field, String message) {
        problems.accept(kind.problem(entity, field, message));
    }
}
