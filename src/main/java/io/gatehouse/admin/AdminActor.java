package io.gatehouse.admin;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.ActorSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whoever holds the Admin API's token, for as long as a call of theirs is worked on. */
@Singleton
class AdminActor implements ActorSource {
    private final ThreadLocal<Actor> current = new ThreadLocal<>();

    @Override
    public Optional<Actor> actor() {
        return Optional.ofNullable(current.get());
    }

    void during(String address, Runnable work) {
        current.set(new Actor("admin-api", null, "Admin API", address));
        try {
            work.run();
        } finally {
            current.remove();
        }
    }
}
