package io.gatehouse.console;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The gateway's objects and what hangs on each, read at once: whatever a page shows of them, it costs the same few queries.
 *
 * @param at what the addresses of its pages begin with
 * @param plans by the name of their consumer group
 * @param versions by the name of the service that serves them
 * @param applications those that plugins are switched on for
 * @param consumers likewise, those that are none of the portal's applications
 */
record Landscape(
        String at,
        Map<UUID, Service> services,
        Map<UUID, Route> routes,
        Map<UUID, ConsumerGroup> groups,
        Map<UUID, PluginConfig> plugins,
        Map<String, Named> plans,
        Map<String, Named> versions,
        Map<UUID, Named> applications,
        Map<UUID, Named> consumers) {
    private static final int LONGEST_TITLE = 60;

    List<Named> serviceChoices() {
        return services.values().stream()
                .map(service -> new Named(service.id(), title(service)))
                .sorted(BY_TITLE)
                .toList();
    }

    List<Named> routeChoices() {
        return routes.values().stream()
                .map(route -> new Named(route.id(), title(route)))
                .sorted(BY_TITLE)
                .toList();
    }

    List<Named> groupChoices() {
        return groups.values().stream()
                .map(group -> new Named(group.id(), group.name()))
                .sorted(BY_TITLE)
                .toList();
    }

    Named service(Ref ref) {
        Service service = ref == null ? null : services.get(ref.id());
        return service == null ? null : new Named(service.id(), title(service));
    }

    boolean hasService(String id) {
        return services.keySet().stream().anyMatch(each -> each.toString().equals(id));
    }

    Named serves(Service service) {
        return service.name() == null ? null : versions.get(service.name());
    }

    List<Route> routesOf(UUID serviceId) {
        return routes.values().stream()
                .filter(route -> points(route.service(), serviceId))
                .toList();
    }

    /** What the routes of a service do to others; nothing for null. */
    List<Overlaps.Overlap> overlaps(String serviceName) {
        List<Route> served = services.values().stream()
                .filter(service -> service.name() != null && service.name().equals(serviceName))
                .flatMap(service -> routesOf(service.id()).stream())
                .toList();
        return Overlaps.of(served, this);
    }

    long pluginsWith(Function<PluginConfig, Ref> scope, UUID id) {
        return plugins.values().stream()
                .filter(plugin -> points(scope.apply(plugin), id))
                .count();
    }

    static boolean points(Ref ref, UUID id) {
        return ref != null && id.equals(ref.id());
    }

    static String title(Service service) {
        return service.name() == null ? ServiceForm.address(service) : service.name();
    }

    /** Its name, or what it takes. */
    static String title(Route route) {
        if (route.name() != null) return route.name();
        List<String> taken = route.paths() != null && !route.paths().isEmpty() ? route.paths() : route.hosts();
        String title = taken == null || taken.isEmpty() ? "route " + route.id() : String.join(", ", taken);
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) + "…" : title;
    }

    static final Comparator<Named> BY_TITLE = Comparator.comparing(Named::title, String.CASE_INSENSITIVE_ORDER);

    /** Reads it. */
    @ApplicationScoped
    @Transactional
    static class Landscapes {
        private final ChosenGroup chosen;
        private final EntityManager entities;

        Landscapes(ChosenGroup chosen, EntityManager entities) {
            this.chosen = chosen;
            this.entities = entities;
        }

        /** Of the runtime group that the page is about. */
        Landscape now() {
            return of(chosen.store(), chosen.at());
        }

        Landscape of(ConfigStore store, String at) {
            Map<UUID, PluginConfig> plugins = all(store, Kind.PLUGINS);
            List<UUID> consumers = plugins.values().stream()
                    .filter(plugin -> plugin.consumer() != null)
                    .map(plugin -> plugin.consumer().id())
                    .toList();
            return new Landscape(
                    at,
                    all(store, Kind.SERVICES),
                    all(store, Kind.ROUTES),
                    all(store, Kind.CONSUMER_GROUPS),
                    plugins,
                    named(query("select p.slug, p.id, p.title from Plan p")),
                    named(query(
                                    "select v.serviceName, v.id, concat(a.name, ' ', v.label) from ApiVersion v join v.api a"
                                            + " where v.serviceName is not null and v.runtimeGroupId = :group")
                            .setParameter("group", store.group())),
                    byId(query("select a.id, a.name from Application a where a.id in :ids")
                            .setParameter("ids", consumers)),
                    byId(query("select e.id, e.uniqueName from ConfigEntity e where e.kind = 'consumers'"
                                    + " and e.runtimeGroup.id = :group and e.uniqueName is not null and e.id in :ids")
                            .setParameter("group", store.group())
                            .setParameter("ids", consumers)));
        }

        private TypedQuery<Object[]> query(String text) {
            return entities.createQuery(text, Object[].class);
        }

        private static Map<UUID, Named> byId(TypedQuery<Object[]> query) {
            return query.getResultList().stream()
                    .collect(Collectors.toMap(row -> (UUID) row[0], row -> new Named((UUID) row[0], (String) row[1])));
        }

        private static <E extends Record> Map<UUID, E> all(ConfigStore store, Kind<E> kind) {
            Map<UUID, E> all = new LinkedHashMap<>();
            for (Stored stored : store.list(kind)) all.put(stored.id(), entity(kind, stored));
            return all;
        }

        private static Map<String, Named> named(TypedQuery<Object[]> query) {
            return query.getResultList().stream()
                    .collect(Collectors.toMap(
                            row -> (String) row[0], row -> new Named((UUID) row[1], (String) row[2]), (a, b) -> a));
        }
    }

    static <E extends Record> E entity(Kind<E> kind, Stored stored) {
        return kind.read(stored.body())
                .entity()
                .orElseThrow(() -> new IllegalStateException("Cannot read what is stored as " + stored));
    }
}
