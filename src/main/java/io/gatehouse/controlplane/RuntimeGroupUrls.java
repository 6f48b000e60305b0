package io.gatehouse.controlplane;

import io.gatehouse.catalog.GatewayUrls;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** The addresses that operators have given the groups. */
@Singleton
class RuntimeGroupUrls implements GatewayUrls {
    @Override
    @Transactional
    public Optional<String> of(UUID runtimeGroupId) {
        return RuntimeGroup.getEntityManager()
                .createQuery("select g.proxyUrl from RuntimeGroup g where g.id = :id", String.class)
                .setParameter("id", runtimeGroupId)
                .getResultStream()
                .findFirst()
                .filter(url -> !url.isEmpty());
    }
}
