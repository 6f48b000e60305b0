package io.gatehouse.folder;

import io.gatehouse.application.Plans;
import io.gatehouse.application.Registration;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.folder.PortalState.ApiState;
import io.gatehouse.folder.PortalState.GatewayState;
import io.gatehouse.folder.PortalState.VersionState;
import io.gatehouse.web.Refused;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Brings one version of an API to what the folder says of it: its spec, its docs, its plans, who serves it, and where it stands. */
@Singleton
class VersionImport {
    private static final String KIND = "version";

    private final Plans plans;
    private final Publisher publisher;
    private final ServedVersions served;
    private final RuntimeGroups groups;

    VersionImport(Plans plans, Publisher publisher, ServedVersions served, RuntimeGroups groups) {
        this.plans = plans;
        this.publisher = publisher;
        this.served = served;
        this.groups = groups;
    }

    void bring(
            FolderLayout.Version place,
            ApiState api,
            VersionState wanted,
            StoredPortal.Found here,
            Map<String, UUID> planIds,
            boolean prune,
            ImportReport report) {
        UUID known = here.versions().get(place);
        if (known == null) {
            UUID id = create(place, api, wanted);
            serve(id, null, wanted.gateway());
            offer(id, wanted.plans(), planIds);
            turn(id, Lifecycle.DRAFT, null, wanted);
            report.created(KIND, place.toString());
            return;
        }
        VersionState before = here.state().apis().get(place.api()).versions().get(place.label());
        GatewayState gateway = wanted.gateway();
        if (gateway == null && before.gateway() != null && !prune) {
            report.kept("service", before.gateway().service(), "The folder does not say that it serves " + place + ".");
            gateway = before.gateway();
        }
        VersionState after = new VersionState(
                wanted.lifecycle(),
                wanted.sunset(),
                wanted.runtimeGroup(),
                wanted.plans(),
                gateway,
                wanted.format(),
                wanted.hash(),
                wanted.source(),
                wanted.docs());
        if (!report.changed(KIND, place.toString(), before.fields(), after.fields())) return;
        if (!before.hash().equals(after.hash())) publisher.updateSpec(known, after.source());
        if (!before.docs().equals(after.docs())) publisher.editDocs(known, after.docs());
        if (!before.runtimeGroup().equals(after.runtimeGroup())) served.move(known, group(after));
        if (gateway == null && before.gateway() != null) {
            refuseIfUsed(known, "cannot be taken off the gateway");
            served.stop(known);
        } else serve(known, before.gateway(), gateway);
        if (!before.plans().equals(after.plans())) offer(known, after.plans(), planIds);
        turn(known, before.lifecycle(), before, after);
    }

    private UUID create(FolderLayout.Version place, ApiState api, VersionState wanted) {
        return publisher.create(new NewVersion(
                        api.name(),
                        place.api(),
                        api.summary(),
                        PortalImport.tags(api),
                        api.visibility(),
                        place.label(),
                        wanted.source(),
                        wanted.docs(),
                        group(wanted)))
                .id;
    }

    private UUID group(VersionState wanted) {
        return groups.find(wanted.runtimeGroup())
                .orElseThrow(() -> new Refused(
                        "runtimeGroup",
                        "There is no runtime group “%s” here. Make it first.".formatted(wanted.runtimeGroup())))
                .id;
    }

    private void serve(UUID id, GatewayState before, GatewayState wanted) {
        if (wanted == null || wanted.equals(before)) return;
        served.choose(id, wanted.service());
        Optional<Serving> now = served.of(id);
        List<Serving.RoutePath> routes = wanted.routes().stream()
                .map(route -> new Serving.RoutePath(route.path(), route.methods()))
                .toList();
        // A service that operators route to in their own ways is taken as it is.
        boolean isAsItIs = routes.isEmpty()
                && now.filter(serving -> serving.upstreamUrl().equals(wanted.upstream()))
                        .isPresent();
        if (isAsItIs) return;
        // The credential that is stored comes back hidden, and hidden it is kept.
        served.serve(id, new Serving(wanted.upstream(), now.flatMap(Serving::upstreamAuthorization), routes));
    }

    private void offer(UUID id, List<String> slugs, Map<String, UUID> planIds) {
        Set<UUID> offered = new HashSet<>();
        slugs.forEach(slug -> Optional.ofNullable(planIds.get(slug)).ifPresent(offered::add));
        plans.offer(id, offered);
    }

    /** Step by step as the console would; a retired version stays retired. */
    private void turn(UUID id, Lifecycle from, VersionState before, VersionState wanted) {
        Lifecycle to = wanted.lifecycle();
        boolean isSameDay = before != null && Objects.equals(before.sunset(), wanted.sunset());
        if (from == to && (before == null || isSameDay)) return;
        switch (to) {
            case DRAFT -> publisher.unpublish(id);
            case PUBLISHED -> publisher.publish(id);
            case DEPRECATED -> {
                if (from == Lifecycle.DRAFT) publisher.publish(id);
                publisher.deprecateAgain(id, wanted.sunset());
            }
            case RETIRED -> {
                if (from == Lifecycle.DRAFT) publisher.publish(id);
                if (wanted.sunset() != null && !(from == Lifecycle.DEPRECATED && isSameDay))
                    publisher.deprecateAgain(id, wanted.sunset());
                publisher.retire(id);
            }
        }
    }

    void delete(FolderLayout.Version place, StoredPortal.Found here, ImportReport report) {
        UUID id = here.versions().get(place);
        refuseIfUsed(id, "cannot be deleted");
        plans.offer(id, Set.of());
        served.stop(id);
        publisher.delete(id);
        report.deleted(KIND, place.toString());
    }

    private static void refuseIfUsed(UUID versionId, String what) {
        long used = Registration.count("apiVersion.id", versionId);
        if (used == 0) return;
        ApiVersion version = ApiVersion.findById(versionId);
        throw new Refused(
                null,
                "%s %s %s: %d %s it. Retire it instead, or let them go first."
                        .formatted(
                                version.api.name,
                                version.label,
                                what,
                                used,
                                used == 1 ? "application is registered for" : "applications are registered for"));
    }
}
