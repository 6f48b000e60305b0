package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.feed.IdentityWire;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A consumer as it is stored now, for the gateway in this process and for nodes elsewhere.
 *
 * @param consumer null when there is none of this id
 * @param belongings stored credentials and groups
 * @param keys of the portal
 */
record KnownConsumer(UUID id, Consumer consumer, List<? extends Record> belongings, List<Credential> keys) {

    static KnownConsumer gone(UUID id) {
        return new KnownConsumer(id, null, List.of(), List.of());
    }

    IdentityChange change(ConsumerIdentity identity) {
        if (consumer == null) return IdentityChange.gone(id);
        IdentityChange stored = identity.of(consumer, belongings);
        List<Credential> all = new ArrayList<>(stored.credentials());
        all.addAll(keys);
        return new IdentityChange(id, stored.consumer(), all);
    }

    ObjectNode line() {
        return consumer == null ? IdentityWire.gone(id) : IdentityWire.line(consumer, belongings, keys);
    }
}
