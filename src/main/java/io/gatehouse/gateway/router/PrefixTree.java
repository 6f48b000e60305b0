package io.gatehouse.gateway.router;

import java.util.Arrays;
import java.util.Map;

/**
 * Texts in a tree of their common beginnings. All those that another text begins with are met on one way down from the root, shortest
 * first, and that way is as long as this text, however many there are in the tree. Looking up allocates nothing.
 *
 * @param <T> what stands at a text
 */
final class PrefixTree<T> {

    private final Node<T> root;

    private PrefixTree(Node<T> root) {
        this.root = root;
    }

    static <T> PrefixTree<T> of(Map<String, T> values) {
        String[] texts = values.keySet().stream().sorted().toArray(String[]::new);
        return new PrefixTree<>(texts.length == 0 ? null : node(texts, 0, texts.length, 0, values));
    }

    /** Where the way down of a text begins; null when nothing in the tree can be its beginning. */
    Node<T> start(String text) {
        return root != null && text.startsWith(root.step) ? root : null;
    }

    /** One text, or the common beginning of several. */
    static final class Node<T> {

        private final String step;
        private final int depth;
        private final T value;
        private final char[] firsts;
        private final Node<T>[] children;

        private Node(String step, int depth, T value, char[] firsts, Node<T>[] children) {
            this.step = step;
            this.depth = depth;
            this.value = value;
            this.firsts = firsts;
            this.children = children;
        }

        /** Null where the text is only the beginning of others. */
        T value() {
            return value;
        }

        /** How many characters lead here. */
        int depth() {
            return depth;
        }

        /** The next node on the way of a text that begins with what leads here; null when there is none. */
        Node<T> next(String text) {
            if (depth >= text.length()) {
                return null;
            }
            int at = Arrays.binarySearch(firsts, text.charAt(depth));
            return at >= 0 && text.startsWith(children[at].step, depth) ? children[at] : null;
        }
    }

    /** The node for the sorted texts from {@code first} to before {@code end}, which have {@code parent} characters in common. */
    private static <T> Node<T> node(String[] texts, int first, int end, int parent, Map<String, T> values) {
        String shortest = texts[first];
        int depth = common(shortest, texts[end - 1], parent);
        boolean hasValue = shortest.length() == depth;
        int from = hasValue ? first + 1 : first;
        char[] firsts = new char[fan(texts, from, end, depth)];
        Node<T>[] children = nodes(firsts.length);
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = texts[from].charAt(depth);
            int to = endOf(texts, from, end, depth);
            children[i] = node(texts, from, to, depth, values);
            from = to;
        }
        T value = hasValue ? values.get(shortest) : null;
        return new Node<>(shortest.substring(parent, depth), depth, value, firsts, children);
    }

    private static int common(String left, String right, int from) {
        int most = Math.min(left.length(), right.length());
        int at = from;
        while (at < most && left.charAt(at) == right.charAt(at)) {
            at++;
        }
        return at;
    }

    private static int fan(String[] texts, int from, int end, int depth) {
        int fan = 0;
        for (int at = from; at < end; at = endOf(texts, at, end, depth)) {
            fan++;
        }
        return fan;
    }

    /** The first text with another character at this depth. */
    private static int endOf(String[] texts, int from, int end, int depth) {
        char c = texts[from].charAt(depth);
        int at = from + 1;
        while (at < end && texts[at].charAt(depth) == c) {
            at++;
        }
        return at;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Node<T>[] nodes(int length) {
        return new Node[length];
    }
}
