package io.gatehouse.controlplane;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All consumers of a runtime group, as they are stored when somebody asks; nothing of them is kept in memory. An application of the portal
 * comes before a stored consumer of the same id, which is a copy of it: or else a key that was revoked in the portal would go on to
 * open the group that the copy is in.
 */
@Singleton
class KnownConsumers {
    private static final int PAGE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final PortalConsumers portal;
    private final StoredConsumers stored;

    KnownConsumers(PortalConsumers portal, StoredConsumers stored) {
        this.portal = portal;
        this.stored = stored;
    }

    /** One for each of these ids, in a transaction of its own. */
    List<KnownConsumer> of(UUID group, Collection<UUID> ids) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Map<UUID, KnownConsumer> found = new HashMap<>();
            portal.of(group, ids).forEach(each -> found.put(each.id(), each));
            Set<UUID> others = new HashSet<>(ids);
            others.removeAll(found.keySet());
            if (!others.isEmpty()) stored.of(group, others).forEach(each -> found.put(each.id(), each));
            return ids.stream()
                    .map(id -> found.getOrDefault(id, KnownConsumer.gone(id)))
                    .toList();
        });
    }

    /** Page by page. Each is read in a transaction of its own that has ended when it is handed on, so that who takes it may be slow. */
    void all(UUID group, Consumer<List<KnownConsumer>> each) {
        pages(after -> portal.page(group, after, PAGE), each);
        pages(after -> stored.page(group, after, PAGE), page -> each.accept(withoutCopies(group, page)));
    }

    private static void pages(Function<UUID, List<KnownConsumer>> read, Consumer<List<KnownConsumer>> each) {
        UUID last = FIRST;
        while (true) {
            UUID after = last;
            List<KnownConsumer> page = QuarkusTransaction.requiringNew().call(() -> read.apply(after));
            if (page.isEmpty()) return;
            each.accept(page);
            last = page.get(page.size() - 1).id();
        }
    }

    private List<KnownConsumer> withoutCopies(UUID group, List<KnownConsumer> page) {
        Set<UUID> ids = page.stream().map(KnownConsumer::id).collect(Collectors.toSet());
        Set<UUID> applications = QuarkusTransaction.requiringNew()
                .call(() ->
                        portal.of(group, ids).stream().map(KnownConsumer::id).collect(Collectors.toSet()));
        List<KnownConsumer> others = new ArrayList<>(page);
        others.removeIf(each -> applications.contains(each.id()));
        return others;
    }
}
