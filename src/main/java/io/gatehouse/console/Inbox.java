package io.gatehouse.console;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Registration;
import io.gatehouse.application.Traffic;
import io.gatehouse.identity.Developer;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import io.gatehouse.web.RailBadge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What waits for an operator: people, access, changes of plan; what has waited longest comes first. */
@ApplicationScoped
@Transactional
class Inbox implements RailBadge {
    static final String PEOPLE = "people";
    static final String ACCESS = "access";

    private final EntityManager entities;
    private final Traffic traffic;
    private final Access access;

    Inbox(EntityManager entities, Traffic traffic, Access access) {
        this.entities = entities;
        this.traffic = traffic;
        this.access = access;
    }

    long people() {
        return access.now().mayRead(Area.PEOPLE) ? Developer.count("state", Developer.State.PENDING) : 0;
    }

    /** Registrations, for access or for another plan. */
    long access() {
        return ours(entities.createQuery(
                        "select count(r) from Registration r join r.apiVersion v" + waiting(), Long.class))
                .setParameter("requested", Registration.State.REQUESTED)
                .getSingleResult();
    }

    private String waiting() {
        return " where (r.state = :requested or r.wantedPlan is not null)"
                + (access.isWhole() ? "" : " and v.runtimeGroupId in :groups");
    }

    private <T> TypedQuery<T> ours(TypedQuery<T> query) {
        return access.isWhole() ? query : query.setParameter("groups", access.groups());
    }

    @Override
    public String section() {
        return "inbox";
    }

    @Override
    public long count() {
        return people() + access();
    }

    Paging<InboxItem> page(Filters filters) {
        boolean people = !filters.value("kind").equals(ACCESS);
        boolean access = !filters.value("kind").equals(PEOPLE);
        long total = (people ? people() : 0) + (access ? access() : 0);
        int page = Paging.shown(filters.page(), total);
        int skipped = (page - 1) * Paging.SIZE;
        // Both lists come sorted, so that this page lies within as many rows of each as end with it.
        int most = skipped + Paging.SIZE;
        List<InboxItem> rows = Stream.concat(
                        people ? waitingPeople(most) : Stream.of(), access ? waitingAccess(most) : Stream.of())
                .sorted(Comparator.comparing(InboxItem::since))
                .skip(skipped)
                .limit(Paging.SIZE)
                .toList();
        return new Paging<>(withTraffic(rows), page, Paging.SIZE, total);
    }

    private Stream<InboxItem> waitingPeople(int most) {
        if (!access.now().mayRead(Area.PEOPLE)) return Stream.of();
        return entities.createQuery(
                        "from Developer d where d.state = :pending order by coalesce(d.verifiedAt, d.createdAt), d.id",
                        Developer.class)
                .setParameter("pending", Developer.State.PENDING)
                .setMaxResults(most)
                .getResultStream()
                .map(developer -> new InboxItem(
                        developer.id,
                        developer.verifiedAt == null ? developer.createdAt : developer.verifiedAt,
                        person(developer),
                        null,
                        null));
    }

    private Stream<InboxItem> waitingAccess(int most) {
        return ours(entities.createQuery(
                        "select r.id, r.requestedAt, a.id, a.name, o, i.name, v.label, p, w from Registration r"
                                + " join r.application a join a.owner o join r.apiVersion v join v.api i join r.plan p"
                                + " left join r.wantedPlan w" + waiting() + " order by r.requestedAt, r.id",
                        Object[].class))
                .setParameter("requested", Registration.State.REQUESTED)
                .setMaxResults(most)
                .getResultStream()
                .map(Inbox::access);
    }

    private static InboxItem access(Object[] row) {
        Plan plan = (Plan) row[7];
        Plan wanted = (Plan) row[8];
        return new InboxItem(
                (UUID) row[0],
                (Instant) row[1],
                person((Developer) row[4]),
                new InboxItem.App((UUID) row[2], (String) row[3], Traffic.Day.QUIET),
                new InboxItem.Wish(
                        row[5] + " " + row[6], wanted == null ? plan : wanted, wanted == null ? null : plan.title));
    }

    private static InboxItem.Person person(Developer developer) {
        return new InboxItem.Person(
                developer.id, developer.name, developer.email, developer.state, developer.createdAt);
    }

    /** An app's calls are counted over all runtime groups, and so are told only to those who may know of all. */
    private List<InboxItem> withTraffic(List<InboxItem> items) {
        if (!access.isWhole()) return items;
        List<UUID> apps = items.stream()
                .filter(item -> !item.isPerson())
                .map(item -> item.app().id())
                .distinct()
                .toList();
        Map<UUID, Traffic.Day> days = traffic.lastDay(apps);
        return items.stream()
                .map(item -> item.isPerson()
                        ? item
                        : item.with(days.getOrDefault(item.app().id(), Traffic.Day.QUIET)))
                .toList();
    }
}
