package io.gatehouse.admin;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.ActorSource;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.RightsSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whoever holds a token of the Admin API, and what it allows, for as long as a call of theirs is worked on. */
@Singleton
class AdminActor implements ActorSource, RightsSource {
    private record Call(Actor actor, Rights rights) {}

    private final ThreadLocal<Call> current = new ThreadLocal<>();

    @Override
    public Optional<Actor> actor() {
        return Optional.ofNullable(current.get()).map(Call::actor);
    }

    @Override
    public Optional<Rights> rights() {
        return Optional.ofNullable(current.get()).map(Call::rights);
    }

    void during(AdminCaller caller, String address, Runnable work) {
        current.set(new Call(new Actor("admin-api", caller.id(), caller.name(), address), caller.rights()));
        try {
            work.run();
        } finally {
            current.remove();
        }
    }
}
