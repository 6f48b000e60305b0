package io.gatehouse.admin;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.gateway.config.Kind;

/** The configurations that calls are about: each of the runtime group that its path begins with. */
interface Configs {
    ConfigView of(AdminCall call);

    /** To write in; a configuration that comes from a file is changed there. */
    default ConfigStore writable(AdminCall call, String what, Kind<?> kind) {
        if (of(call) instanceof ConfigStore store) return store;
        throw KongErrors.readOnly(what, kind);
    }

    /** There is one configuration, and it is called as the default group is. */
    static Configs only(ConfigView view) {
        return call -> {
            if (call.group().filter(name -> !name.equals("default")).isPresent()) throw AdminProblem.notFound();
            return view;
        };
    }
}
