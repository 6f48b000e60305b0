package io.gatehouse.console;

import io.gatehouse.analytics.Counts;
import io.gatehouse.analytics.UsageReport;
import io.gatehouse.application.Application;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Who calls most, under the names that operators know them by; some have no page of their own, or none any more. */
@ApplicationScoped
@Transactional
class TopCallers {
    private final UsageReport usage;
    private final ConfigStores stores;

    TopCallers(UsageReport usage, ConfigStores stores) {
        this.usage = usage;
        this.stores = stores;
    }

    /**
     * One caller.
     *
     * @param path of its page; empty when there is none
     * @param deleted whether it was an application that is no more
     */
    public record Caller(String name, String path, boolean deleted, Counts counts) {}

    List<Caller> of(int hours, int most) {
        return usage.topConsumers(hours, most).stream()
                .map(top -> caller(top.id(), top.counts()))
                .toList();
    }

    private Caller caller(UUID id, Counts counts) {
        Application application = Application.findById(id);
        if (application == null) return new Caller(username(id), "", false, counts);
        boolean deleted = application.state == Application.State.DELETED;
        return new Caller(application.name, deleted ? "" : "/console/apps/" + id, deleted, counts);
    }

    private String username(UUID id) {
        return stores.served()
                .find(Kind.CONSUMERS, id.toString())
                .map(Stored::name)
                .orElse(id.toString());
    }
}
