package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Consumers;
import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.VersionChanged;
import io.gatehouse.controlplane.Serving.RoutePath;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Lets the gateway serve API versions: a service, its routes, and the plugins that make a key with a registration the way in. */
@ApplicationScoped
@Transactional
public class ServedVersions {
    private static final String CREDENTIAL_PLUGIN = "upstream-authorization";
    private static final List<String> ACCESS_PLUGINS = List.of("key-auth", "application-registration");

    private final ConfigStores stores;
    private final PlanLimits limits;
    private final Audit audit;
    private final Consumers applications;
    private final Event<ConsumersChanged> consumersChanged;

    ServedVersions(
            ConfigStores stores,
            PlanLimits limits,
            Audit audit,
            Consumers applications,
            Event<ConsumersChanged> consumersChanged) {
        this.applications = applications;
        this.consumersChanged = consumersChanged;
        this.stores = stores;
        this.limits = limits;
        this.audit = audit;
    }

    /** How the version is served; empty as long as it is not. The upstream's credential is hidden in it. */
    public Optional<Serving> of(UUID versionId) {
        ApiVersion version = version(versionId);
        return serviceOf(version).map(service -> serving(rows(version), service, plugin -> Masking.HIDDEN));
    }

    private static Serving serving(ConfigRows rows, Stored service, Function<Stored, String> shown) {
        Service read = Kind.SERVICES.read(service.body()).entity().orElseThrow();
        return new Serving(
                ServiceAddress.of(read),
                credential(rows, service.id()).map(shown),
                new ServedRoutes(rows).of(service.id()));
    }

    /** Refuses ways in that a new version cannot have in this runtime group. */
    public void check(UUID runtimeGroupId, Serving serving) {
        new ServedRoutes(stores.of(runtimeGroupId).rows()).check(null, serving.routes());
    }

    /** Lets the version run in another runtime group from now on. What served it is taken away where it was, with all that hung on it. */
    public void move(UUID versionId, UUID runtimeGroupId) {
        ApiVersion version = version(versionId);
        UUID from = version.runtimeGroupId;
        if (from.equals(runtimeGroupId)) return;
        RuntimeGroup target =
                RuntimeGroup.<RuntimeGroup>findByIdOptional(runtimeGroupId).orElseThrow(NotFound::new);
        audit.queue();
        Optional<Stored> service = serviceOf(version);
        Optional<Serving> serving = service.map(stored -> serving(
                rows(version),
                stored,
                plugin -> plugin.body().path("config").path("header_value").asText()));
        version.runtimeGroupId = runtimeGroupId;
        if (!mayTake(version)) version.serviceName = null;
        version.persistAndFlush();
        service.ifPresent(stored -> stores.of(from).changeQuietly(change -> {
            for (Stored route : change.rows().pointingAt(Kind.ROUTES, "service", stored.id()))
                change.delete(Kind.ROUTES, route.id());
            change.delete(Kind.SERVICES, stored.id());
            limits.derive(change);
        }));
        audit.recordIn(
                runtimeGroupId,
                "version.moved",
                "version",
                versionId,
                version.api.name + " " + version.label,
                Map.of("runtime_group", target.name));
        serving.ifPresent(how -> serve(versionId, how));
    }

    /** A service of its name that was copied there serves it from then on; one that somebody made for something else does not. */
    private boolean mayTake(ApiVersion version) {
        return serviceOf(version).isEmpty()
                || serviceOf(version)
                                .filter(stored -> Derived.isMarked(stored.body()))
                                .isPresent()
                        && ApiVersion.count(
                                        "serviceName = ?1 and runtimeGroupId = ?2 and id <> ?3",
                                        version.serviceName,
                                        version.runtimeGroupId,
                                        version.id)
                                == 0;
    }

    /** Serves the version so from now on. Plugins that operators have put on its routes stay. */
    public void serve(UUID versionId, Serving serving) {
        ApiVersion version = version(versionId);
        Optional<Stored> before = serviceOf(version);
        String name = before.map(Stored::name)
                .or(() -> Optional.ofNullable(version.serviceName))
                .orElseGet(() -> freeName(version));
        UUID serviceId = before.map(Stored::id).orElseGet(() -> Ids.of("service", versionId));
        boolean isRenamed = !name.equals(version.serviceName);
        version.serviceName = name;
        version.basePath = ServedRoutes.basePath(serving.routes());
        stores.of(version.runtimeGroupId).changeQuietly(change -> {
            ServedRoutes routes = new ServedRoutes(change.rows());
            named("upstreamUrl", () -> change.put(Kind.SERVICES, serviceId, service(before, name, version, serving)));
            named("routes", () -> routes.put(change, versionId, serviceId, name, serving.routes()));
            named("upstreamAuthorization", () -> authorize(change, serviceId, serving.upstreamAuthorization()));
            for (String plugin : ACCESS_PLUGINS) guard(change, serviceId, plugin);
            version.persistAndFlush();
            limits.derive(change);
        });
        // Other groups may have a service of this name already.
        if (isRenamed) consumersChanged.fire(new ConsumersChanged(null, applications.registeredFor(List.of(name))));
        audit.recordIn(
                version.runtimeGroupId,
                before.isPresent() ? "version.serving-changed" : "version.served",
                "version",
                versionId,
                version.api.name + " " + version.label,
                Map.of(
                        "service",
                        name,
                        "upstream",
                        serving.upstreamUrl(),
                        "routes",
                        serving.routes().toString()));
    }

    /** Before a version is first served: by a service of this name, which may be there already. */
    public void choose(UUID versionId, String serviceName) {
        ApiVersion version = version(versionId);
        if (serviceName.equals(version.serviceName)) return;
        if (serviceOf(version).isPresent())
            throw new Refused(
                    "service",
                    "This version is served by “%s” already, and that keeps its name.".formatted(version.serviceName));
        ApiVersion.<ApiVersion>find(
                        "serviceName = ?1 and runtimeGroupId = ?2 and id <> ?3",
                        serviceName,
                        version.runtimeGroupId,
                        versionId)
                .firstResultOptional()
                .ifPresent(other -> {
                    throw new Refused(
                            "service",
                            "The service “%s” serves %s %s already."
                                    .formatted(serviceName, other.api.name, other.label));
                });
        version.serviceName = serviceName;
    }

    /** Takes the version off the gateway, with the service that was made for it and all that belongs to that. */
    public void stop(UUID versionId) {
        ApiVersion version = version(versionId);
        Optional<Stored> service = serviceOf(version);
        version.serviceName = null;
        version.basePath = null;
        if (service.isEmpty() || !Derived.isMarked(service.get().body())) return;
        stores.of(version.runtimeGroupId).changeQuietly(change -> {
            for (Stored route : change.rows()
                    .pointingAt(Kind.ROUTES, "service", service.get().id())) change.delete(Kind.ROUTES, route.id());
            change.delete(Kind.SERVICES, service.get().id());
        });
        audit.record(
                "version.stopped",
                "version",
                versionId,
                version.api.name + " " + version.label,
                Map.of("service", service.get().name()));
    }

    /** What a version's place in its life means for the gateway, and its spec: a retired one answers no more. */
    void onVersionChanged(@Observes VersionChanged changed) {
        ApiVersion version = version(changed.versionId());
        if (version.serviceName != null) takeSpec(version);
        serviceOf(version).ifPresent(service -> {
            boolean enabled = version.lifecycle != ApiVersion.Lifecycle.RETIRED;
            if (service.body().path("enabled").asBoolean() == enabled) return;
            ObjectNode body = service.body().deepCopy().put("enabled", enabled);
            stores.of(version.runtimeGroupId).changeQuietly(change -> change.put(Kind.SERVICES, service.id(), body));
        });
    }

    private void takeSpec(ApiVersion version) {
        try {
            stores.of(version.runtimeGroupId).takeSpecOf(version.serviceName);
        } catch (InvalidConfig unusable) {
            ConfigProblem problem = unusable.problems().get(0);
            throw new Refused(
                    "source",
                    "The plugin “%s” uses this spec, and cannot do with this one: %s."
                            .formatted(problem.name(), problem.message()));
        }
    }

    /** Samples in the portal are built from the base path: it follows when an operator moves the route that it stands for. */
    void onTopologyChanged(@Observes TopologyChanged changed) {
        Map<String, List<RoutePath>> byService = new HashMap<>();
        List<Object[]> versions = ApiVersion.getEntityManager()
                .createQuery(
                        "select v.id, v.serviceName, v.basePath from ApiVersion v where v.serviceName is not null"
                                + " and v.runtimeGroupId = :group",
                        Object[].class)
                .setParameter("group", changed.runtimeGroupId())
                .getResultList();
        ConfigRows rows = stores.of(changed.runtimeGroupId()).rows();
        Map<UUID, List<RoutePath>> paths = new ServedRoutes(rows).byService();
        rows.all(Kind.SERVICES).forEach(service -> byService.put(service.name(), paths.get(service.id())));
        for (Object[] row : versions) {
            List<RoutePath> now = byService.get((String) row[1]);
            if (now == null
                    || now.stream()
                            .anyMatch(
                                    path -> ServedRoutes.basePath(List.of(path)).equals(row[2]))) continue;
            ApiVersion.update("basePath = ?1 where id = ?2", ServedRoutes.basePath(now), row[0]);
        }
    }

    private static ApiVersion version(UUID versionId) {
        return ApiVersion.<ApiVersion>findByIdOptional(versionId).orElseThrow(NotFound::new);
    }

    private ConfigRows rows(ApiVersion version) {
        return stores.of(version.runtimeGroupId).rows();
    }

    private Optional<Stored> serviceOf(ApiVersion version) {
        return version.serviceName == null
                ? Optional.empty()
                : rows(version).byName(Kind.SERVICES, version.serviceName);
    }

    private String freeName(ApiVersion version) {
        String name = version.serviceName == null ? version.api.slug + "-" + version.label : version.serviceName;
        String free = name;
        for (int i = 2; rows(version).byName(Kind.SERVICES, free).isPresent(); i++) free = name + "-" + i;
        return free;
    }

    /** What operators have set on the service beside its address, such as timeouts, stays. */
    private static ObjectNode service(Optional<Stored> before, String name, ApiVersion version, Serving serving) {
        ObjectNode service = before.map(stored -> stored.body().deepCopy())
                .orElseGet(() -> Derived.mark(JsonNodeFactory.instance.objectNode()));
        return service.put("name", name)
                .put("url", serving.upstreamUrl())
                .put("enabled", version.lifecycle != ApiVersion.Lifecycle.RETIRED);
    }

    private void authorize(ConfigChange change, UUID serviceId, Optional<String> value) {
        Optional<Stored> before = credential(change.rows(), serviceId);
        if (value.isEmpty()) {
            before.ifPresent(plugin -> change.delete(Kind.PLUGINS, plugin.id()));
            return;
        }
        ObjectNode plugin = before.map(stored -> stored.body().deepCopy())
                .orElseGet(
                        () -> Derived.mark(JsonNodeFactory.instance.objectNode().put("name", CREDENTIAL_PLUGIN)));
        plugin.putObject("service").put("id", serviceId.toString());
        plugin.withObject("/config").put("header_value", value.get());
        UUID id = before.map(Stored::id).orElseGet(() -> Ids.of(CREDENTIAL_PLUGIN, serviceId));
        change.put(Kind.PLUGINS, id, plugin);
    }

    private static Optional<Stored> credential(ConfigRows rows, UUID serviceId) {
        return ofService(rows, serviceId, CREDENTIAL_PLUGIN);
    }

    /** One that an operator has put there already stays as it is. */
    private void guard(ConfigChange change, UUID serviceId, String name) {
        if (ofService(change.rows(), serviceId, name).isPresent()) return;
        ObjectNode plugin = Derived.mark(JsonNodeFactory.instance.objectNode().put("name", name));
        plugin.putObject("service").put("id", serviceId.toString());
        ObjectNode config = plugin.putObject("config");
        if (name.equals("key-auth")) {
            config.putArray("key_names").add("apikey").add("x-api-key");
            config.put("key_in_bearer", true);
            config.put("hide_credentials", true);
        }
        change.put(Kind.PLUGINS, Ids.of(name, serviceId), plugin);
    }

    /** The plugin of this name for the service and nothing narrower. */
    private static Optional<Stored> ofService(ConfigRows rows, UUID serviceId, String name) {
        return rows.pointingAt(Kind.PLUGINS, "service", serviceId).stream()
                .filter(plugin -> plugin.body().path("name").asText().equals(name)
                        && !plugin.body().hasNonNull("route")
                        && !plugin.body().hasNonNull("consumer")
                        && !plugin.body().hasNonNull("consumer_group"))
                .findFirst();
    }

    /** Problems of an entity become problems of the field of {@link Serving} that it is made of. */
    private static void named(String field, Runnable write) {
        try {
            write.run();
        } catch (InvalidConfig invalid) {
            throw new Refused(field, sentence(invalid.problems()));
        }
    }

    private static String sentence(List<ConfigProblem> problems) {
        String message = problems.get(0).message();
        String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
