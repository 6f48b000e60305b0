package io.gatehouse.gateway.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries with the same criteria, the same host and the same rank of hosts, so that only paths, methods and age tell them apart. A
 * regular expression beats every plain path; of plain paths the longest wins. An expression is tried only on paths that begin with the
 * plain text that it begins with.
 */
final class Shelf {

    private final PrefixTree<RouteEntry[]> regexes;
    private final PrefixTree<RouteEntry[]> plains;

    Shelf(List<RouteEntry> entries) {
        this.regexes = tree(entries.stream().filter(RouteEntry::isRegex).toList());
        this.plains = tree(entries.stream().filter(entry -> !entry.isRegex()).toList());
    }

    private static PrefixTree<RouteEntry[]> tree(List<RouteEntry> entries) {
        Map<String, List<RouteEntry>> byStart = new HashMap<>();
        entries.stream().sorted().forEach(entry -> {
            List<RouteEntry> better = byStart.computeIfAbsent(entry.start(), start -> new ArrayList<>(1));
            if (entry.isRegex() || better.stream().noneMatch(entry::isShadowedBy)) {
                better.add(entry);
            }
        });
        Map<String, RouteEntry[]> arrays = new HashMap<>();
        byStart.forEach((start, sorted) -> arrays.put(start, sorted.toArray(RouteEntry[]::new)));
        return PrefixTree.of(arrays);
    }

    Match find(String method, String path) {
        Match match = findRegex(method, path);
        return match == null ? findPlain(method, path) : match;
    }

    private Match findRegex(String method, String path) {
        Match best = null;
        for (var node = regexes.start(path); node != null; node = node.next(path)) {
            if (node.value() != null) {
                best = better(best, node.value(), method, path);
            }
        }
        return best;
    }

    private static Match better(Match best, RouteEntry[] sorted, String method, String path) {
        for (RouteEntry entry : sorted) {
            if (best != null && !best.isWorseThan(entry)) {
                return best;
            }
            Match match = entry.takes(method) ? entry.match(path) : null;
            if (match != null) {
                return match;
            }
        }
        return best;
    }

    private Match findPlain(String method, String path) {
        RouteEntry longest = null;
        for (var node = plains.start(path); node != null; node = node.next(path)) {
            RouteEntry entry = node.value() == null ? null : first(node.value(), method);
            longest = entry == null ? longest : entry;
        }
        return longest == null ? null : longest.match(path);
    }

    private static RouteEntry first(RouteEntry[] sorted, String method) {
        for (RouteEntry entry : sorted) {
            if (entry.takes(method)) {
                return entry;
            }
        }
        return null;
    }
}
