package io.gatehouse.controlplane.sync;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.controlplane.OtherStores;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.gateway.plugin.Plugins;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;

/** A second control plane on the same database, as far as it dumps, syncs and writes. */
@Singleton
public class OtherControlPlane {
    private final RuntimeGroups groups;
    private final OtherStores stores;
    private final Syncs syncs;
    private final Dumps dumps;

    OtherControlPlane(
            RuntimeGroups groups, OtherStores stores, Plugins plugins, KeyDigests digests, PortalShare portal) {
        this.groups = groups;
        this.stores = stores;
        syncs = new Syncs(stores.stores(), plugins, digests);
        dumps = new Dumps(stores.stores(), plugins, portal);
    }

    public ConfigStore store(String group) {
        return stores.stores().of(groups.find(group).orElseThrow().id);
    }

    public Dumps.Dump dump(String group) {
        DumpOptions options = new DumpOptions(List.of(), false, false, false);
        return dumps.dump(groups.find(group).orElseThrow().id, options, Dumps.Format.YAML);
    }

    public void sync(String group, String file) {
        sync(group, file, OptionalLong.empty());
    }

    /** False if somebody else was first. */
    public boolean sync(String group, String file, long revision) {
        try {
            sync(group, file, OptionalLong.of(revision));
            return true;
        } catch (OtherRevision overtaken) {
            return false;
        }
    }

    private void sync(String group, String file, OptionalLong revision) {
        syncs.sync(groups.find(group).orElseThrow(), new SyncRequest(file, false, true, List.of(), revision));
    }
}
