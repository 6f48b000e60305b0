package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.gatehouse.rights.RightsSource;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** An operator's rights behind a request on the portal's port; developers and visitors have none of these. */
@ApplicationScoped
class RequestRights implements RightsSource {
    private final CurrentVertxRequest request;
    private final Viewer viewer;

    RequestRights(CurrentVertxRequest request, Viewer viewer) {
        this.request = request;
        this.viewer = viewer;
    }

    @Override
    public Optional<Rights> rights() {
        if (!Arc.container().requestContext().isActive() || request.getCurrent() == null) return Optional.empty();
        return Optional.of(viewer.rights());
    }
}
