package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All identities, in this process's memory. Event loops read without a lock while one change after another comes in; a change costs
 * as much as the keys of its consumer, whatever the total. A key that stays valid through a change is never missing meanwhile.
 */
public final class LocalIdentityIndex implements IdentityIndex {

    private static final int UUID_LENGTH = 36;

    private final KeyDigest digest;
    private final InstantSource clock;
    private final DigestTable held = new DigestTable();
    private final Map<UUID, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Consumer> byUsername = new ConcurrentHashMap<>();
    private final Map<String, Consumer> byCustomId = new ConcurrentHashMap<>();
    /** Null unless everything is being replaced. */
    private Set<UUID> staying;

    public LocalIdentityIndex(KeyDigest digest, InstantSource clock) {
        this.digest = digest;
        this.clock = clock;
    }

    @Override
    public Holder holder(String type, String presented) {
        if (KeyFormat.isForged(presented)) {
            return null;
        }
        HeldKey key = held.find(type, digest.of(presented));
        return key == null || key.isExpired(clock) ? null : key.holder();
    }

    /** An id before a username: nobody can take another one's place by calling himself like its id. */
    @Override
    public Consumer consumer(String usernameOrId) {
        Consumer identified = usernameOrId.length() == UUID_LENGTH ? byId(usernameOrId) : null;
        return identified == null ? byUsername.get(usernameOrId) : identified;
    }

    @Override
    public Consumer consumerByCustomId(String customId) {
        return byCustomId.get(customId);
    }

    private Consumer byId(String text) {
        try {
            Known found = known.get(UUID.fromString(text));
            return found == null ? null : found.consumer;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** Puts the new state of one consumer in place of the old one. */
    public synchronized void apply(IdentityChange change) {
        if (staying != null) {
            staying.add(change.consumerId());
        }
        Known before = known.get(change.consumerId());
        Consumer consumer = change.consumer();
        List<HeldKey> keys = new ArrayList<>();
        if (consumer == null) {
            known.remove(change.consumerId());
        } else {
            change.credentials().forEach(credential -> keys.add(keyOf(consumer, credential)));
            keys.forEach(held::put);
            known.put(consumer.id(), new Known(consumer, keys.toArray(HeldKey[]::new)));
            if (consumer.username() != null) {
                byUsername.put(consumer.username(), consumer);
            }
            if (consumer.customId() != null) {
                byCustomId.put(consumer.customId(), consumer);
            }
        }
        if (before != null) {
            for (HeldKey key : before.keys) {
                held.remove(key);
            }
            Consumer now = change.consumer();
            forget(byUsername, before.consumer.username(), now == null ? null : now.username(), change.consumerId());
            forget(byCustomId, before.consumer.customId(), now == null ? null : now.customId(), change.consumerId());
        }
    }

    /** These and no others, from now on. Who stays is known all the while. */
    public synchronized void replace(List<IdentityChange> all) {
        beginReplacing();
        all.forEach(this::apply);
        endReplacing();
    }

    /** All that there is follows, one by one. */
    public synchronized void beginReplacing() {
        staying = new HashSet<>();
    }

    /** Who has not come since {@link #beginReplacing} is gone. */
    public synchronized void endReplacing() {
        Set<UUID> stay = staying;
        staying = null;
        for (UUID id : List.copyOf(known.keySet())) {
            if (!stay.contains(id)) {
                apply(IdentityChange.gone(id));
            }
        }
    }

    /** Unless it is still this consumer's, or has become another one's. */
    private static void forget(Map<String, Consumer> byName, String name, String now, UUID consumerId) {
        if (name != null && !name.equals(now)) {
            byName.computeIfPresent(name, (same, holder) -> holder.id().equals(consumerId) ? null : holder);
        }
    }

    private static HeldKey keyOf(Consumer consumer, Credential credential) {
        Holder holder = new Holder(consumer, credential.id(), credential.proof());
        return new HeldKey(credential.type(), credential.digest(), credential.expiresAt(), holder);
    }

    private record Known(Consumer consumer, HeldKey[] keys) {}
}
