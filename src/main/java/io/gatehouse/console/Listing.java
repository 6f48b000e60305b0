package io.gatehouse.console;

import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A list that is searched, narrowed and paged by the database: two queries, whatever the number of rows. */
final class Listing {
    private final String alias;
    private final String from;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /**
     * @param alias of the rows in {@code from}
     * @param from such as {@code ApiKey k join fetch k.application a}
     */
    Listing(String alias, String from) {
        this.alias = alias;
        this.from = from;
    }

    /** Only rows in which each word of the search is part of one of these texts. */
    Listing search(String words, String... texts) {
        for (String word : words.isBlank() ? new String[0] : words.strip().split("\\s+")) {
            String name = "word" + parameters.size();
            parameters.put(name, "%" + escaped(word.toLowerCase(Locale.ROOT)) + "%");
            conditions.add(Arrays.stream(texts)
                    .map(text -> "lower(" + text + ") like :" + name + " escape '!'")
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        return this;
    }

    /** Only rows that meet a condition on one value, such as {@code a.state = :state}. */
    Listing where(String condition, String name, Object value) {
        conditions.add(condition);
        parameters.put(name, value);
        return this;
    }

    Listing where(String condition) {
        conditions.add(condition);
        return this;
    }

    <T> Paging<T> page(EntityManager entities, Class<T> kind, String order, Filters filters) {
        long total = bound(entities.createQuery(
                        "select count(" + alias + ") from " + from.replace(" fetch ", " ") + where(), Long.class))
                .getSingleResult();
        int page = Paging.shown(filters.page(), total);
        List<T> rows = rows(entities, kind, order)
                .setFirstResult((page - 1) * Paging.SIZE)
                .setMaxResults(Paging.SIZE)
                .getResultList();
        return new Paging<>(rows, page, Paging.SIZE, total);
    }

    <T> List<T> first(EntityManager entities, Class<T> kind, String order, int most) {
        return rows(entities, kind, order).setMaxResults(most).getResultList();
    }

    private <T> TypedQuery<T> rows(EntityManager entities, Class<T> kind, String order) {
        return bound(entities.createQuery("select " + alias + " from " + from + where() + " order by " + order, kind));
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private <T> TypedQuery<T> bound(TypedQuery<T> query) {
        parameters.forEach(query::setParameter);
        return query;
    }

    private static String escaped(String word) {
        return word.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
