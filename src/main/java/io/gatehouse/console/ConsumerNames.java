package io.gatehouse.console;

import io.gatehouse.application.Application;
import io.gatehouse.application.Registration;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.rights.Access;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Consumers as people name them: an application of the portal by its name and its owner, any other by its username. */
@ApplicationScoped
@Transactional
class ConsumerNames {
    private static final int MOST_OF_EACH = 500;
    private static final String BETWEEN = " – ";

    private final ChosenGroup chosen;
    private final Access access;

    ConsumerNames(ChosenGroup chosen, Access access) {
        this.access = access;
        this.chosen = chosen;
    }

    /** To choose from; whoever is not among them can still be typed. */
    List<String> offered() {
        List<String> names = new ArrayList<>();
        Application.<Application>find(
                        "from Application a join fetch a.owner where a.state <> ?1 order by lower(a.name), a.id",
                        Application.State.DELETED)
                .page(0, MOST_OF_EACH)
                .stream()
                .filter(this::isKnown)
                .map(ConsumerNames::name)
                .forEach(names::add);
        chosen.store().page(Kind.CONSUMERS, null, MOST_OF_EACH).stream()
                .map(Stored::name)
                .filter(Objects::nonNull)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(names::add);
        return names;
    }

    String of(UUID id) {
        return Application.<Application>find("from Application a join fetch a.owner where a.id = ?1", id)
                .firstResultOptional()
                .filter(this::isKnown)
                .map(ConsumerNames::name)
                .or(() -> chosen.store().find(Kind.CONSUMERS, id.toString()).map(Stored::name))
                .orElse(id.toString());
    }

    /** Its id; what was typed, when that names nobody. */
    String meant(String typed) {
        int between = typed.lastIndexOf(BETWEEN);
        if (between < 0)
            return typed.isBlank()
                    ? typed
                    : chosen.store()
                            .find(Kind.CONSUMERS, typed.strip())
                            .map(consumer -> consumer.id().toString())
                            .orElse(typed);
        return Application.<Application>find(
                        "lower(name) = lower(?1) and lower(owner.email) = lower(?2) and state <> ?3",
                        typed.substring(0, between).strip(),
                        typed.substring(between + BETWEEN.length()).strip(),
                        Application.State.DELETED)
                .firstResultOptional()
                .filter(this::isKnown)
                .map(application -> application.id.toString())
                .orElse(typed);
    }

    /** Those with limited rights know the applications that are registered for something in their runtime groups. */
    private boolean isKnown(Application application) {
        return access.isWhole()
                || Registration.count(
                                "application.id = ?1 and apiVersion.runtimeGroupId in ?2",
                                application.id,
                                access.groups())
                        > 0;
    }

    private static String name(Application application) {
        return application.name + BETWEEN + application.owner.email;
    }
}
