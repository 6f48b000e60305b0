package io.gatehouse.admin;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import jakarta.inject.Singleton;

/** The stored configurations. A path that names no group means the default one. */
@Singleton
class GroupConfigs implements Configs {
    private static final String DEFAULT = "default";

    private final GroupAccess access;

    GroupConfigs(GroupAccess access) {
        this.access = access;
    }

    @Override
    public ConfigStore of(AdminCall call) {
        RuntimeGroup group = access.find(call.group().orElse(DEFAULT)).orElseThrow(AdminProblem::notFound);
        return access.store(group.id);
    }
}
