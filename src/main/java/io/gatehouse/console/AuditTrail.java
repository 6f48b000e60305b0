package io.gatehouse.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.rights.Access;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The audit, newest first: searched for the page, in pieces for the export. */
@ApplicationScoped
@Transactional
class AuditTrail {
    private static final int PIECE = 500;

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Access access;

    AuditTrail(EntityManager entities, ObjectMapper json, Access access) {
        this.access = access;
        this.entities = entities;
        this.json = json;
    }

    /**
     * An entry as it is read.
     *
     * @param facts what is told beside before and after
     * @param before as indented JSON, empty when there was nothing before
     * @param after likewise
     */
    record Line(AuditEntry entry, Map<String, String> facts, String before, String after) {
        public boolean hasDetail() {
            return !facts.isEmpty() || !before.isEmpty() || !after.isEmpty();
        }
    }

    Paging<Line> page(Filters filters) {
        return narrowed(filters)
                .page(entities, AuditEntry.class, "e.id desc", filters)
                .map(this::line);
    }

    /** The next piece of the export: entries older than this one, which is null at first. */
    List<AuditEntry> after(Long last, Filters filters) {
        Listing listing = narrowed(filters);
        if (last != null) listing.where("e.id < :last", "last", last);
        return listing.first(entities, AuditEntry.class, "e.id desc", PIECE);
    }

    /** What has changed, and not who came and went or was refused. */
    List<Line> latest(int most) {
        Listing changes = visible();
        for (String passing : List.of("signed-in", "signed-out", "refused", "throttled"))
            changes.where("e.action not like '%." + passing + "'");
        return lines(changes, most);
    }

    /** What happened to these things. */
    List<Line> of(Map<String, List<UUID>> idsByKind, int most) {
        List<String> ids = idsByKind.values().stream()
                .flatMap(List::stream)
                .map(UUID::toString)
                .toList();
        Listing listing = visible()
                .where("e.targetKind in :kinds", "kinds", idsByKind.keySet())
                .where("e.targetId in :ids", "ids", ids);
        return lines(listing, most);
    }

    private List<Line> lines(Listing listing, int most) {
        return listing.first(entities, AuditEntry.class, "e.id desc", most).stream()
                .map(this::line)
                .toList();
    }

    /** The actions that occur, to choose from. */
    List<String> actions() {
        boolean isWhole = access.isWhole();
        TypedQuery<String> query = entities.createQuery(
                "select distinct e.action from AuditEntry e" + (isWhole ? "" : " where e.runtimeGroupId in :groups")
                        + " order by e.action",
                String.class);
        return (isWhole ? query : query.setParameter("groups", access.groups())).getResultList();
    }

    /** What whoever looks may know of: with rights that are limited to runtime groups, what was done in these. */
    private Listing visible() {
        Listing listing = new Listing("e", "AuditEntry e");
        return access.isWhole() ? listing : listing.where("e.runtimeGroupId in :groups", "groups", access.groups());
    }

    private Listing narrowed(Filters filters) {
        Listing listing = visible()
                .search(
                        filters.value("actor"),
                        "e.actorName",
                        "e.address",
                        "e.actorKind",
                        "coalesce(cast(e.actorId as string), '')")
                .search(filters.value("target"), "e.targetName", "e.targetKind", "coalesce(e.targetId, '')");
        if (!filters.value("action").isEmpty()) listing.where("e.action = :action", "action", filters.value("action"));
        day(filters.value("from"))
                .ifPresent(day -> listing.where(
                        "e.happenedAt >= :from",
                        "from",
                        day.atStartOfDay(ZoneOffset.UTC).toInstant()));
        day(filters.value("to"))
                .ifPresent(day -> listing.where(
                        "e.happenedAt < :to",
                        "to",
                        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
        return listing;
    }

    static boolean isDay(String typed) {
        return day(typed).isPresent();
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return typed.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(typed));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Line line(AuditEntry entry) {
        Map<String, String> facts = new TreeMap<>();
        JsonNode detail = read(entry.detail);
        for (Map.Entry<String, JsonNode> fact : detail.properties()) {
            if (fact.getKey().equals("before") || fact.getKey().equals("after")) continue;
            facts.put(fact.getKey(), shown(fact.getValue()));
        }
        return new Line(entry, facts, shown(detail.path("before")), shown(detail.path("after")));
    }

    private JsonNode read(String detail) {
        try {
            return json.readTree(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An audit entry cannot be read", e);
        }
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) return "";
        return value.isContainerNode() ? value.toPrettyString() : value.asText();
    }
}
