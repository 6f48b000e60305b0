package io.gatehouse.controlplane;

import io.gatehouse.settings.Settings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The runtime group that the gateway of this process serves. What changes in others does not touch it. */
@Singleton
class ServedGroup {
    private final String name;
    private volatile UUID id;

    ServedGroup(Settings settings) {
        this.name = settings.runtimeGroup();
    }

    /** Looked up once: by its id it stays the same group whatever it is called later. */
    UUID id() {
        if (id == null) id = QuarkusTransaction.joiningExisting().call(this::find);
        return id;
    }

    boolean is(UUID group) {
        return id().equals(group);
    }

    /** A group that is missing is not made here: a wrong name would make a gateway that serves nothing. */
    private UUID find() {
        return RuntimeGroup.<RuntimeGroup>find("name", name)
                .firstResultOptional()
                .map(group -> group.id)
                .orElseThrow(() -> new IllegalStateException("There is no runtime group “" + name
                        + "”. Create it through the Admin API first, or set gatehouse.runtime-group to another one."));
    }
}
