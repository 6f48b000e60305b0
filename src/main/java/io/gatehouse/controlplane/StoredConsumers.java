package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.KeyAuthCredential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.IdentityChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells the gateway of the consumers that were made through the Admin API, one by one. */
@ApplicationScoped
class StoredConsumers {
    private static final int PAGE = 1_000;
    private static final String CONSUMER = "consumer";
    private static final String KEY_AUTH = "key-auth";
    private static final long MILLIS = 1_000;

    private final ConfigRows rows;
    private final LocalNode node;
    private final IdentityFeed feed;

    StoredConsumers(ConfigRows rows, LocalNode node, IdentityFeed feed) {
        this.rows = rows;
        this.node = node;
        this.feed = feed;
    }

    void onConsumerChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) ConsumerChanged changed) {
        feed.push(changed.consumerId(), this::read);
    }

    @Transactional
    void all() {
        UUID last = new UUID(0, 0);
        List<Stored> page;
        do {
            page = rows.page(Kind.CONSUMERS, last, PAGE);
            if (page.isEmpty()) return;
            Map<UUID, List<Stored>> keys = rows.pointingAt(
                    Kind.KEYAUTH_CREDENTIALS,
                    CONSUMER,
                    page.stream().map(Stored::id).toList());
            for (Stored consumer : page) node.identity(change(consumer, keys.getOrDefault(consumer.id(), List.of())));
            last = page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private IdentityChange read(UUID id) {
        return rows.byId(Kind.CONSUMERS, id)
                .map(stored -> change(stored, rows.pointingAt(Kind.KEYAUTH_CREDENTIALS, CONSUMER, id)))
                .orElseGet(() -> IdentityChange.gone(id));
    }

    private static IdentityChange change(Stored stored, List<Stored> held) {
        Consumer consumer = Kind.CONSUMERS.read(stored.body()).entity().orElseThrow();
        List<Credential> keys =
                held.stream().map(Stored::body).map(StoredConsumers::credential).toList();
        return new IdentityChange(stored.id(), consumer, keys);
    }

    private static Credential credential(ObjectNode body) {
        KeyAuthCredential key = Kind.KEYAUTH_CREDENTIALS.read(body).entity().orElseThrow();
        Long expiresAt = key.ttl() == null ? null : Long.valueOf((key.createdAt() + key.ttl()) * MILLIS);
        return new Credential(key.id(), KEY_AUTH, HexFormat.of().parseHex(key.digest()), expiresAt);
    }
}
