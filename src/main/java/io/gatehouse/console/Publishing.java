package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
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

    Publishing(Publisher publisher, Plans plans, ServedVersions served) {
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
        plans.offer(version.id, planIds);
        serving.ifPresent(how -> served.serve(version.id, how));
        if (publish) publisher.publish(version.id);
        return version.id;
    }

    /** The gateway part of a version that exists. */
    void serve(UUID versionId, UUID runtimeGroupId, Serving serving, Set<UUID> planIds) {
        served.move(versionId, runtimeGroupId);
        plans.offer(versionId, planIds);
        served.serve(versionId, serving);
    }
}
