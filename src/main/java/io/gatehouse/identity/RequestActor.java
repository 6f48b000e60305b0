package io.gatehouse.identity;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.ActorSource;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The person behind the request on the portal's port; a visitor when nobody is signed in. */
@ApplicationScoped
class RequestActor implements ActorSource {
    private final CurrentVertxRequest request;
    private final Viewer viewer;

    RequestActor(CurrentVertxRequest request, Viewer viewer) {
        this.request = request;
        this.viewer = viewer;
    }

    @Override
    public Optional<Actor> actor() {
        if (!Arc.container().requestContext().isActive()) return Optional.empty();
        RoutingContext context = request.getCurrent();
        if (context == null) return Optional.empty();
        String address = Browser.of(context).address();
        return Optional.of(viewer.operator()
                .map(person -> new Actor("operator", person.id(), person.name(), address))
                .or(() -> viewer.developer().map(person -> new Actor("developer", person.id(), person.name(), address)))
                .orElseGet(() -> new Actor("visitor", null, "Visitor", address)));
    }
}
