package io.gatehouse.console;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Traffic;
import io.gatehouse.identity.Developer;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that waits for an operator, with what one needs to know to decide it.
 *
 * @param id of the developer, or of the registration
 * @param app null when a person waits for an account
 * @param wish likewise
 */
record InboxItem(UUID id, Instant since, Person person, App app, Wish wish) {

    record Person(UUID id, String name, String email, Developer.State state, Instant signedUpAt) {
        public boolean isApproved() {
            return state == Developer.State.APPROVED;
        }
    }

    record App(UUID id, String name, Traffic.Day day) {}

    /**
     * @param plan the plan asked for
     * @param present title of the plan that goes on until then; null when access itself is asked for
     */
    record Wish(String api, Plan plan, String present) {}

    /** Name in the forms that decide it. */
    public String key() {
        return (isPerson() ? "developer:" : "registration:") + id;
    }

    public boolean isPerson() {
        return wish == null;
    }

    InboxItem with(Traffic.Day day) {
        return new InboxItem(id, since, person, new App(app.id, app.name, day), wish);
    }
}
