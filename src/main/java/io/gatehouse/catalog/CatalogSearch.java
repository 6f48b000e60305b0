package io.gatehouse.catalog;

import io.gatehouse.catalog.SpecSummaries.Known;
import io.gatehouse.catalog.spec.SpecSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds APIs and operations by words: every word must be found, each as the beginning of one in the text. Walks through lines that
 * are ready in memory, which for 20,000 operations takes a few milliseconds and needs no index that could be out of date.
 */
final class CatalogSearch {
    static final int MOST_OPERATIONS = 60;

    private static final int MOST_TERMS = 8;
    private static final int SHORTEST_TYPO = 4;

    private final List<Entry> entries;

    /** An API version that may be found. */
    private record Entry(ApiVersion version, Known known, String nameLine, String line) {}

    /** An operation that was found. */
    public record Hit(ApiVersion version, SpecSummary.Row operation) {}

    private record Scored<T>(T found, int score) {}

    /**
     * @param operations the best of them
     * @param total      how many operations were found
     * @param matching   all versions that were found, or have operations that were, also those that are filtered away
     * @param corrected  what was searched in place of words that nothing has; empty when the words were found as typed
     */
    public record Results(
            List<ApiVersion> apis, List<Hit> operations, int total, Set<ApiVersion> matching, String corrected) {
        public boolean isEmpty() {
            return apis.isEmpty() && operations.isEmpty();
        }
    }

    CatalogSearch(List<ApiVersion> versions, Map<String, Known> known) {
        entries = versions.stream()
                .map(version -> entry(version, known.get(version.sourceHash)))
                .toList();
    }

    private static Entry entry(ApiVersion version, Known known) {
        Api api = version.api;
        return new Entry(
                version,
                known,
                Terms.line(api.name, api.slug),
                Terms.line(
                        api.name,
                        api.slug,
                        api.tags,
                        api.summary,
                        String.join(" ", known.summary().tags())));
    }

    /** @param wanted what the filters let through */
    Results search(String query, Predicate<ApiVersion> wanted) {
        List<String> terms = Terms.of(query.length() > 200 ? query.substring(0, 200) : query).stream()
                .distinct()
                .limit(MOST_TERMS)
                .toList();
        Results results = find(terms, wanted, "");
        if (!results.matching().isEmpty() || terms.isEmpty()) {
            return results;
        }
        List<String> nearest = nearest(terms);
        return nearest.equals(terms) ? results : find(nearest, wanted, String.join(" ", nearest));
    }

    private Results find(List<String> terms, Predicate<ApiVersion> wanted, String corrected) {
        if (terms.isEmpty()) {
            return new Results(List.of(), List.of(), 0, Set.of(), "");
        }
        List<Scored<ApiVersion>> apis = new ArrayList<>();
        List<Scored<Hit>> hits = new ArrayList<>();
        Set<ApiVersion> matching = new HashSet<>();
        for (Entry entry : entries) {
            boolean named = hasAll(entry.line, starts(terms));
            List<Scored<Hit>> own = find(entry, terms);
            if (!named && own.isEmpty()) {
                continue;
            }
            matching.add(entry.version);
            if (!wanted.test(entry.version)) {
                continue;
            }
            if (named) {
                apis.add(new Scored<>(entry.version, score(entry.nameLine, terms)));
            }
            hits.addAll(own);
        }
        return new Results(best(apis, entries.size()), best(hits, MOST_OPERATIONS), hits.size(), matching, corrected);
    }

    /** The API's name counts for its operations: “weather alerts” finds the alerts of the weather API. */
    private static List<Scored<Hit>> find(Entry entry, List<String> terms) {
        List<Scored<Hit>> hits = new ArrayList<>();
        List<String> own =
                terms.stream().filter(term -> !has(entry.nameLine, term)).toList();
        List<String> wanted = starts(own.isEmpty() ? terms : own);
        for (int i = 0; i < entry.known.lines().size(); i++) {
            String line = entry.known.lines().get(i);
            if (hasAll(line, wanted)) {
                SpecSummary.Row row = entry.known.summary().operations().get(i);
                hits.add(new Scored<>(new Hit(entry.version, row), score(line, terms) - (row.deprecated() ? 3 : 0)));
            }
        }
        return hits;
    }

    /** The beginnings to look for; made once, since they are looked for in every line. */
    private static List<String> starts(List<String> terms) {
        return terms.stream().map(term -> " " + term).toList();
    }

    private static boolean hasAll(String line, List<String> starts) {
        for (String start : starts) {
            if (!line.contains(start)) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(String line, String term) {
        return line.contains(" " + term);
    }

    /** Whole words before beginnings of words, words side by side before scattered ones, short texts before long ones. */
    private static int score(String line, List<String> terms) {
        int score = 0;
        for (String term : terms) {
            score += line.contains(" " + term + " ") ? 4 : has(line, term) ? 1 : 0;
        }
        score += terms.size() > 1 && line.contains(" " + String.join(" ", terms)) ? 4 : 0;
        return score * 10 - Math.min(line.length() / 12, 9);
    }

    private static <T> List<T> best(List<Scored<T>> found, int most) {
        found.sort(Comparator.comparingInt((Scored<T> each) -> each.score).reversed());
        return found.stream().limit(most).map(Scored::found).toList();
    }

    /** For each word that nothing has, the word that is nearest to it, if one is near. */
    private List<String> nearest(List<String> terms) {
        Set<String> words = new HashSet<>();
        for (Entry entry : entries) {
            words.addAll(List.of(entry.line.strip().split(" ")));
            entry.known
                    .lines()
                    .forEach(line -> words.addAll(List.of(line.strip().split(" "))));
        }
        return terms.stream().map(term -> nearest(term, words)).toList();
    }

    private static String nearest(String term, Set<String> words) {
        boolean present = words.stream().anyMatch(word -> word.startsWith(term));
        if (present || term.length() < SHORTEST_TYPO) {
            return term;
        }
        int most = term.length() < 8 ? 1 : 2;
        String best = term;
        int bestDistance = most + 1;
        for (String word : words) {
            int distance = Terms.distance(term, word, most);
            if (distance < bestDistance || distance == bestDistance && distance <= most && word.compareTo(best) < 0) {
                best = word;
                bestDistance = distance;
            }
        }
        return best;
    }
}
