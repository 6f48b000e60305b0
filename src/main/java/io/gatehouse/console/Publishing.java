package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.rights.Access;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Publishes in one transaction: spec, plans and gateway come in force together, or a refusal leaves nothing of any of them. */
@ApplicationScoped
@Transactional
class Publishing {
    private final Publisher publisher;
    private final Plans plans;
    private final ServedVersions served;
    private final Access access;

    Publishing(Publisher publisher, Plans plans, ServedVersions served, Access access) {
        this.access = access;
        this.publisher = publisher;
        this.plans = plans;
        this.served = served;
    }

    /** Refuses ways in that a new version cannot have. */
    Serving checked(UUID runtimeGroupId, Serving serving) {
        served.check(runtimeGroupId, serving);
        return serving;
    }

    UUID create(NewVersion given, Optional<Serving> serving, Set<UUID> planIds, boolean publish) {
        ApiVersion version = publisher.create(given);
        refuseOthers(version);
        plans.offer(version.id, planIds);
        serving.ifPresent(how -> served.serve(version.id, how));
        if (publish) publisher.publish(version.id);
        return version.id;
    }

    /** A name or address that was typed may be that of an API with which whoever publishes has nothing to do. */
    private void refuseOthers(ApiVersion version) {
        if (!access.covers(version.runtimeGroupId)) throw new NotFound();
        if (access.isWhole()) return;
        long others = ApiVersion.count("api = ?1 and id <> ?2", version.api, version.id);
        long ours = ApiVersion.count(
                "api = ?1 and id <> ?2 and runtimeGroupId in ?3", version.api, version.id, access.groups());
        if (others > 0 && ours == 0)
            throw new Refused("slug", "Another API has this address already. Choose another for this one.");
    }

    /** The gateway part of a version that exists. */
    void serve(UUID versionId, UUID runtimeGroupId, Serving serving, Set<UUID> planIds) {
        served.move(versionId, runtimeGroupId);
        plans.offer(versionId, planIds);
        served.serve(versionId, serving);
    }
}
