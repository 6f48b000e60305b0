package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.HostPattern;
import io.gatehouse.gateway.config.HostPattern.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Host patterns that a request's host fits. A plain host is found by its name alone; wildcards are looked through in trees, and only if
 * there are any.
 */
final class HostIndex {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Map<String, HostRoutes> plain = new HashMap<>();
    /** By port, 0 for any. */
    private final Map<Integer, Wildcards> wildcards = new HashMap<>();

    HostIndex(Map<HostPattern, HostRoutes> routes) {
        Map<Integer, Map<HostPattern, HostRoutes>> byPort = new HashMap<>();
        routes.forEach((pattern, behind) -> {
            if (pattern.form() == Form.PLAIN) {
                plain.put(pattern.port() == 0 ? pattern.text() : pattern.text() + ":" + pattern.port(), behind);
            } else {
                byPort.computeIfAbsent(pattern.port(), port -> new HashMap<>()).put(pattern, behind);
            }
        });
        byPort.forEach((port, patterns) -> wildcards.put(port, new Wildcards(patterns)));
    }

    /**
     * What is behind every pattern that fits, the best first: plain with this port, plain, wildcards with this port, wildcards; longer
     * wildcards before shorter ones.
     *
     * @param host with its port, if the client named one
     */
    HostRoutes[] find(String scheme, String host) {
        if (host.isEmpty() || plain.isEmpty() && wildcards.isEmpty()) {
            return HostRoutes.NONE;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = HostPattern.portColon(lower);
        String name = colon < 0 ? lower : lower.substring(0, colon);
        HostRoutes withPort = colon < 0 ? null : plain.get(lower);
        HostRoutes named = plain.get(name);
        if (wildcards.isEmpty() && (withPort == null || named == null)) {
            HostRoutes only = withPort == null ? named : withPort;
            return only == null ? HostRoutes.NONE : only.alone;
        }
        List<HostRoutes> fitting = new ArrayList<>();
        add(fitting, withPort);
        add(fitting, named);
        addWildcards(fitting, colon < 0 ? usualPort(scheme) : port(lower, colon), name);
        addWildcards(fitting, 0, name);
        return fitting.toArray(HostRoutes[]::new);
    }

    private static void add(List<HostRoutes> fitting, HostRoutes routes) {
        if (routes != null) {
            fitting.add(routes);
        }
    }

    private void addWildcards(List<HostRoutes> fitting, int port, String name) {
        Wildcards ofPort = wildcards.get(port);
        if (ofPort != null) {
            ofPort.addFitting(fitting, name);
        }
    }

    /** Of a wildcard only: a plain host with a port wants to see it in the request. */
    private static int usualPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** -1 for what no pattern has. */
    private static int port(String host, int colon) {
        try {
            return Integer.parseInt(host, colon + 1, host.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Patterns with a star and the same port. */
    private static final class Wildcards {

        private final PrefixTree<HostRoutes> beginnings;
        /** Turned round, so that it is their end that they have in common. */
        private final PrefixTree<HostRoutes> endings;

        private record Fitting(int length, HostRoutes routes) {}

        private Wildcards(Map<HostPattern, HostRoutes> patterns) {
            Map<String, HostRoutes> begin = new HashMap<>();
            Map<String, HostRoutes> end = new HashMap<>();
            patterns.forEach((pattern, routes) -> {
                if (pattern.form() == Form.BEGINNING) {
                    begin.put(pattern.text(), routes);
                } else {
                    end.put(turned(pattern.text()), routes);
                }
            });
            this.beginnings = PrefixTree.of(begin);
            this.endings = PrefixTree.of(end);
        }

        private void addFitting(List<HostRoutes> fitting, String name) {
            List<Fitting> found = new ArrayList<>();
            walk(beginnings, name, found);
            walk(endings, turned(name), found);
            found.sort(Comparator.comparingInt(Fitting::length).reversed());
            found.forEach(one -> fitting.add(one.routes));
        }

        /** A star stands for at least one character. */
        private static void walk(PrefixTree<HostRoutes> tree, String text, List<Fitting> found) {
            for (var node = tree.start(text); node != null && node.depth() < text.length(); node = node.next(text)) {
                if (node.value() != null) {
                    found.add(new Fitting(node.depth(), node.value()));
                }
            }
        }

        private static String turned(String text) {
            return new StringBuilder(text).reverse().toString();
        }
    }
}
