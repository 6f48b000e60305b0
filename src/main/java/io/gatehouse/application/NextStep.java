package io.gatehouse.application;

import io.gatehouse.catalog.ApiPage;
import io.gatehouse.identity.Viewer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** What this visitor does next with an API version; every page of the version offers that one thing. */
@Named("nextStep")
@ApplicationScoped
public class NextStep {
    private final Accesses accesses;
    private final Plans plans;
    private final Viewer viewer;

    NextStep(Accesses accesses, Plans plans, Viewer viewer) {
        this.accesses = accesses;
        this.plans = plans;
        this.viewer = viewer;
    }

    /**
     * One step: a link, or the reason why there is none.
     *
     * @param href null when there is nothing to do
     * @param primary false for a state that one can only look at
     * @param begun whether an application of the visitor is registered, or has asked to be
     */
    public record Step(String label, String icon, String href, boolean primary, boolean begun) {
        static Step reason(String words) {
            return new Step(words, "info", null, false, false);
        }

        static Step state(String words, Accesses.Registered registered) {
            return new Step(words, "hourglass", "/apps/" + registered.applicationId() + "/access", false, true);
        }
    }

    public Step of(ApiPage page) {
        List<Accesses.Registered> mine = viewer.developer()
                .map(person -> accesses.registered(person.id(), page.version().id))
                .orElse(List.of());
        if (in(mine, Registration.State.APPROVED).isPresent()) return keys(mine);
        Optional<Accesses.Registered> waiting = in(mine, Registration.State.REQUESTED);
        if (waiting.isPresent()) return Step.state("Waiting for approval", waiting.get());
        Optional<Accesses.Registered> suspended = in(mine, Registration.State.SUSPENDED);
        if (suspended.isPresent()) return Step.state("Your access is suspended", suspended.get());
        if (!page.isOpen()) return Step.reason("Not on the gateway yet, so there is no key to get");
        if (plans.offeredBy(page.version().id).isEmpty())
            return Step.reason("No plan is offered yet, so there is no key to get");
        return new Step("Get a key", "key-round", page.path() + "/register", true, false);
    }

    /** To the keys of the only application; with several, to the list of them. */
    private static Step keys(List<Accesses.Registered> mine) {
        List<Accesses.Registered> approved =
                mine.stream().filter(Accesses.Registered::isApproved).toList();
        return approved.size() == 1
                ? new Step("Your keys", "key-round", "/apps/" + approved.get(0).applicationId() + "/keys", true, true)
                : new Step("Your apps", "layers", "/apps", true, true);
    }

    private static Optional<Accesses.Registered> in(List<Accesses.Registered> mine, Registration.State state) {
        return mine.stream().filter(each -> each.state() == state).findFirst();
    }
}
