package io.gatehouse.application;

import io.gatehouse.identity.Developer;
import io.gatehouse.identity.Viewer;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What this developer's account still waits for, for the notice over the pages of applications. */
@Named("standing")
@RequestScoped
public class Standing {
    @Inject
    Viewer viewer;

    /** One sentence, or nothing when the account is in order. */
    public String notice() {
        Developer developer = viewer.developer()
                .map(person -> Developer.<Developer>findById(person.id()))
                .orElse(null);
        if (developer == null) return "";
        return switch (developer.state) {
            case UNVERIFIED ->
                "Open the link in the mail that we sent to " + developer.email + ". Until then your keys open nothing.";
            case PENDING ->
                "Your account waits for approval. You can prepare everything; your keys work as soon as an operator has said yes.";
            case SUSPENDED -> "Your account is suspended, and none of your keys works" + because(developer);
            case REJECTED -> "Your account was not approved, and none of your keys works" + because(developer);
            case APPROVED -> "";
        };
    }

    private static String because(Developer developer) {
        return developer.stateReason == null || developer.stateReason.isBlank() ? "." : ": " + developer.stateReason;
    }
}
