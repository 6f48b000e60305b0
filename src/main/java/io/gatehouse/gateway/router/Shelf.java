package io.gatehouse.gateway.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries with the same criteria, the same host and the same rank, so that only paths and age tell them apart. Either all are regular
 * expressions or none is. Of plain paths the longest wins; an expression is tried only on paths that begin with the plain text that it
 * begins with.
 */
final class Shelf {

    private final PrefixTree<RouteEntry[]> tree;
    private final boolean regexes;

    Shelf(List<RouteEntry> entries) {
        this.tree = tree(entries);
        this.regexes = entries.get(0).isRegex();
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

    Match find(Router.Request request) {
        return regexes ? findRegex(request) : findPlain(request);
    }

    private Match findRegex(Router.Request request) {
        String path = request.path();
        Match best = null;
        for (var node = tree.start(path); node != null; node = node.next(path)) {
            if (node.value() != null) {
                best = better(best, node.value(), request);
            }
        }
        return best;
    }

    private static Match better(Match best, RouteEntry[] sorted, Router.Request request) {
        for (RouteEntry entry : sorted) {
            if (best != null && !best.isWorseThan(entry)) {
                return best;
            }
            Match match = entry.takes(request) ? entry.match(request.path()) : null;
            if (match != null) {
                return match;
            }
        }
        return best;
    }

    private Match findPlain(Router.Request request) {
        String path = request.path();
        RouteEntry longest = null;
        for (var node = tree.start(path); node != null; node = node.next(path)) {
            RouteEntry entry = node.value() == null ? null : first(node.value(), request);
            longest = entry == null ? longest : entry;
        }
        return longest == null ? null : longest.match(path);
    }

    private static RouteEntry first(RouteEntry[] sorted, Router.Request request) {
        for (RouteEntry entry : sorted) {
            if (entry.takes(request)) {
                return entry;
            }
        }
        return null;
    }
}
