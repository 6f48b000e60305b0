package io.gatehouse.console;

import io.gatehouse.application.Application;
import io.gatehouse.application.ApplicationCards;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** All applications, searched by their own and their owner's name. */
@ApplicationScoped
@Transactional
class AppDirectory {
    private final EntityManager entities;
    private final ApplicationCards cards;

    AppDirectory(EntityManager entities, ApplicationCards cards) {
        this.entities = entities;
        this.cards = cards;
    }

    Paging<ApplicationCards.Card> page(Filters filters) {
        Listing listing = new Listing("a", "Application a join fetch a.owner o")
                .where("a.state <> :deleted", "deleted", Application.State.DELETED)
                .search(filters.value("q"), "a.name", "o.name", "o.email");
        filters.choice("state", Application.State.class)
                .ifPresent(state -> listing.where("a.state = :state", "state", state));
        Paging<Application> found = listing.page(entities, Application.class, "a.createdAt desc, a.id", filters);
        return new Paging<>(cards.of(found.rows()), found.page(), found.size(), found.total());
    }
}
