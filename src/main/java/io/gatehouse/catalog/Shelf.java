package io.gatehouse.catalog;

import io.gatehouse.catalog.ApiVersion.Lifecycle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of APIs as somebody asked for it: filters, what was searched, and the links that add or take away one of them.
 *
 * @param unknown values of filters that no API has; they were left out
 */
public record Shelf(
        String query,
        List<String> tags,
        List<String> lifecycles,
        List<Choice> tagChoices,
        List<Choice> lifecycleChoices,
        List<Card> cards,
        CatalogSearch.Results results,
        int everything,
        List<String> unknown) {
    /** So many cards can be looked over; more become lines. */
    private static final int MOST_CARDS = 24;

    private static final int MOST_TAGS = 24;
    private static final List<String> LIFECYCLES = List.of("published", "deprecated");

    /** One value of a filter, and the address of the list with the value turned on or off. */
    public record Choice(String value, String label, long count, boolean chosen, String link) {}

    /** What somebody asks for. */
    record Wish(String query, List<String> tags, List<String> lifecycles) {
        boolean accepts(ApiVersion version) {
            return isTagged(version) && hasLifecycle(version);
        }

        private boolean hasLifecycle(ApiVersion version) {
            return lifecycles.isEmpty() || lifecycles.contains(word(version));
        }

        /** Without tags and lifecycles that there are not. */
        Wish possible(List<ApiVersion> all) {
            Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            all.forEach(version -> known.addAll(Card.tags(version.api)));
            return new Wish(
                    query,
                    tags.stream().filter(known::contains).toList(),
                    lifecycles.stream().filter(LIFECYCLES::contains).toList());
        }

        private boolean isTagged(ApiVersion version) {
            return tags.isEmpty()
                    || Card.tags(version.api).stream()
                            .anyMatch(tag -> tags.stream().anyMatch(tag::equalsIgnoreCase));
        }

        private Wish withTag(String tag) {
            return new Wish(query, toggled(tags, tag), lifecycles);
        }

        private Wish withLifecycle(String lifecycle) {
            return new Wish(query, tags, toggled(lifecycles, lifecycle));
        }

        private static List<String> toggled(List<String> values, String value) {
            List<String> others = new ArrayList<>(values.stream()
                    .filter(each -> !each.equalsIgnoreCase(value))
                    .toList());
            if (others.size() == values.size()) {
                others.add(value);
            }
            return others;
        }

        String link() {
            List<String> parts = new ArrayList<>();
            if (!query.isBlank()) {
                parts.add("q=" + encoded(query));
            }
            tags.forEach(tag -> parts.add("tag=" + encoded(tag)));
            lifecycles.forEach(lifecycle -> parts.add("lifecycle=" + encoded(lifecycle)));
            return parts.isEmpty() ? "/apis" : "/apis?" + String.join("&", parts);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** @param asked with what was left out of the wish */
    static Shelf of(
            Wish asked,
            Wish wish,
            List<ApiVersion> all,
            Function<List<ApiVersion>, List<Card>> cards,
            CatalogSearch.Results results) {
        List<ApiVersion> shown =
                results == null ? all.stream().filter(wish::accepts).toList() : results.apis();
        List<ApiVersion> matching = results == null
                ? all
                : all.stream().filter(results.matching()::contains).toList();
        List<String> unknown = Stream.concat(asked.tags().stream(), asked.lifecycles().stream())
                .filter(value ->
                        !wish.tags().contains(value) && !wish.lifecycles().contains(value))
                .toList();
        return new Shelf(
                wish.query(),
                wish.tags(),
                wish.lifecycles(),
                tagChoices(wish, matching),
                lifecycleChoices(wish, matching),
                cards.apply(shown),
                results,
                all.size(),
                unknown);
    }

    private static List<Choice> tagChoices(Wish wish, List<ApiVersion> all) {
        Map<String, Long> counts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.stream()
                .filter(wish::hasLifecycle)
                .forEach(version -> Card.tags(version.api).forEach(tag -> counts.merge(tag, 1L, Long::sum)));
        wish.tags().forEach(tag -> counts.putIfAbsent(tag, 0L));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_TAGS)
                .map(tag -> new Choice(
                        tag.getKey(),
                        tag.getKey(),
                        tag.getValue(),
                        wish.tags().stream().anyMatch(tag.getKey()::equalsIgnoreCase),
                        wish.withTag(tag.getKey()).link()))
                .toList();
    }

    private static List<Choice> lifecycleChoices(Wish wish, List<ApiVersion> all) {
        Map<String, Long> counts =
                all.stream().filter(wish::isTagged).collect(Collectors.groupingBy(Shelf::word, Collectors.counting()));
        return LIFECYCLES.stream()
                .filter(word -> counts.containsKey(word) || wish.lifecycles().contains(word))
                .map(word -> new Choice(
                        word,
                        Character.toUpperCase(word.charAt(0)) + word.substring(1),
                        counts.getOrDefault(word, 0L),
                        wish.lifecycles().contains(word),
                        wish.withLifecycle(word).link()))
                .toList();
    }

    private static String word(ApiVersion version) {
        return version.lifecycle == Lifecycle.DEPRECATED ? "deprecated" : "published";
    }

    public boolean isSearch() {
        return results != null;
    }

    public boolean isFiltered() {
        return !tags.isEmpty() || !lifecycles.isEmpty();
    }

    public boolean isDense() {
        return cards.size() > MOST_CARDS;
    }

    /** Whether there is a choice at all. */
    public boolean hasFilters() {
        return !tagChoices.isEmpty() || isFiltered() || lifecycleChoices.size() > 1;
    }

    /** The list without filters, still searched. */
    public String unfilteredLink() {
        return new Wish(query, List.of(), List.of()).link();
    }
}
