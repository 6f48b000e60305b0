package io.gatehouse.gateway.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The path templates of an API, segment by segment: a look-up costs as much as the path has segments, however many templates there
 * are. Text in a template goes before a parameter, as OpenAPI says; a segment with both, such as {@code {id}.json}, stands between.
 */
final class PathTree<T> {

    private final Node<T> root = new Node<>();

    /** What a template leads to, and what its parameters hold in this path, still encoded. */
    record Found<T>(T value, Map<String, String> parameters) {}

    private static final class Node<T> {
        private final Map<String, Node<T>> texts = new HashMap<>();
        private final List<Mixed<T>> mixed = new ArrayList<>();
        private Node<T> parameter;
        /** By method. */
        private final Map<String, Leaf<T>> leaves = new HashMap<>();
    }

    private record Mixed<T>(SegmentPattern pattern, Node<T> node) {}

    private record Leaf<T>(T value, List<SegmentPattern> segments) {}

    void add(String method, String template, T value) {
        List<SegmentPattern> segments = new ArrayList<>();
        Node<T> node = root;
        for (String segment : segments(template.split("[?#]", 2)[0])) {
            SegmentPattern pattern = SegmentPattern.of(segment);
            segments.add(pattern);
            node = child(node, pattern);
        }
        node.leaves.putIfAbsent(method, new Leaf<>(value, segments));
    }

    private static <T> Node<T> child(Node<T> node, SegmentPattern pattern) {
        if (pattern.isText()) return node.texts.computeIfAbsent(pattern.text(), any -> new Node<>());
        if (pattern.isParameter()) {
            if (node.parameter == null) node.parameter = new Node<>();
            return node.parameter;
        }
        for (Mixed<T> mixed : node.mixed) if (mixed.pattern().isLike(pattern)) return mixed.node();
        Mixed<T> fresh = new Mixed<>(pattern, new Node<>());
        node.mixed.add(fresh);
        return fresh.node();
    }

    /** Null if there is no template for this path with this method. */
    Found<T> find(String method, String path) {
        String[] segments = segments(path);
        Leaf<T> leaf = find(root, segments, 0, method);
        if (leaf == null) return null;
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.length; i++) leaf.segments().get(i).read(segments[i], parameters);
        return new Found<>(leaf.value(), parameters);
    }

    private static <T> Leaf<T> find(Node<T> node, String[] segments, int at, String method) {
        if (at == segments.length) return node.leaves.get(method);
        String segment = segments[at];
        Node<T> text = node.texts.get(segment);
        Leaf<T> found = text == null ? null : find(text, segments, at + 1, method);
        for (int i = 0; found == null && i < node.mixed.size(); i++) {
            Mixed<T> mixed = node.mixed.get(i);
            if (mixed.pattern().matches(segment)) found = find(mixed.node(), segments, at + 1, method);
        }
        boolean mayBeParameter = found == null && node.parameter != null && !segment.isEmpty();
        return mayBeParameter ? find(node.parameter, segments, at + 1, method) : found;
    }

    /** The methods that this path has templates for. */
    List<String> methods(String path) {
        List<String> methods = new ArrayList<>();
        collect(root, segments(path), 0, methods);
        return methods.stream().distinct().sorted().toList();
    }

    private static <T> void collect(Node<T> node, String[] segments, int at, List<String> methods) {
        if (at == segments.length) {
            methods.addAll(node.leaves.keySet());
            return;
        }
        Node<T> text = node.texts.get(segments[at]);
        if (text != null) collect(text, segments, at + 1, methods);
        for (Mixed<T> mixed : node.mixed)
            if (mixed.pattern().matches(segments[at])) collect(mixed.node(), segments, at + 1, methods);
        if (node.parameter != null && !segments[at].isEmpty()) collect(node.parameter, segments, at + 1, methods);
    }

    /** A slash at the end is a segment that is empty: {@code /pets} and {@code /pets/} differ. */
    private static String[] segments(String path) {
        return path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
    }
}
