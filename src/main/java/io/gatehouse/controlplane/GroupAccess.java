package io.gatehouse.controlplane;

import io.gatehouse.web.NotFound;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The one door to the runtime groups' configurations for whoever comes from outside: through the console, the Admin API, or a file. */
@Singleton
public class GroupAccess {
    private final RuntimeGroups groups;
    private final ConfigStores stores;

    GroupAccess(RuntimeGroups groups, ConfigStores stores) {
        this.groups = groups;
        this.stores = stores;
    }

    /** By name. */
    public List<RuntimeGroup> all() {
        return groups.all();
    }

    public Optional<RuntimeGroup> find(String idOrName) {
        return groups.find(idOrName);
    }

    public RuntimeGroup any(String idOrName) {
        return find(idOrName).orElseThrow(NotFound::new);
    }

    public ConfigStore store(UUID group) {
        return stores.of(any(group.toString()).id);
    }
}
