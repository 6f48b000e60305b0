package io.gatehouse.admin;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The stored configurations. A path that names no group means the default one. */
@Singleton
class GroupConfigs implements Configs {
    private final RuntimeGroups groups;
    private final ConfigStores stores;

    GroupConfigs(RuntimeGroups groups, ConfigStores stores) {
        this.groups = groups;
        this.stores = stores;
    }

    @Override
    public ConfigStore of(AdminCall call) {
        Optional<String> name = call.group();
        if (name.isEmpty()) return stores.of(RuntimeGroup.DEFAULT);
        RuntimeGroup group = groups.find(name.get()).orElseThrow(AdminProblem::notFound);
        return stores.of(group.id);
    }
}
