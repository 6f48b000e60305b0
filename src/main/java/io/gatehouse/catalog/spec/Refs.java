package io.gatehouse.catalog.spec;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Follows {@code $ref}s inside one document, one at a time and only when somebody looks. A reference that does not begin with
 * {@code #/} stays text: nothing is ever fetched or opened because a spec says so.
 */
public final class Refs {
    /** A chain of references longer than this is a loop, or might as well be one. */
    private static final int LONGEST_CHAIN = 32;

    public enum State {
        /** There was nothing to follow, or the target was found. */
        FOUND,
        /** The target lies outside of the document. */
        EXTERNAL,
        /** The document has nothing at that place. */
        DANGLING,
        /** The references lead back to themselves. */
        CIRCULAR
    }

    /**
     * Where following led.
     *
     * @param node the target; {@link Node#MISSING} unless found
     * @param name last part of the last pointer, such as a schema's name; empty when nothing was followed
     * @param ref  the reference as written; empty when nothing was followed
     */
    public record Target(Node node, String name, String ref, State state) {
        public boolean isFound() {
            return state == State.FOUND;
        }
    }

    private final Node root;

    public Refs(Node root) {
        this.root = root;
    }

    public Target follow(Node node) {
        Node current = node;
        String name = "";
        String ref = "";
        for (int links = 0; links < LONGEST_CHAIN; links++) {
            Node next = current.at("$ref");
            if (!next.isText()) {
                return new Target(current, name, ref, State.FOUND);
            }
            ref = next.text();
            if (!isLocal(ref)) {
                return new Target(Node.MISSING, lastPart(ref), ref, State.EXTERNAL);
            }
            name = lastPart(ref);
            current = find(ref);
            if (current.isMissing()) {
                return new Target(Node.MISSING, name, ref, State.DANGLING);
            }
        }
        return new Target(Node.MISSING, name, ref, State.CIRCULAR);
    }

    /** The target of {@link #follow}, or {@link Node#MISSING}. */
    public Node target(Node node) {
        return follow(node).node();
    }

    static boolean isLocal(String ref) {
        return ref.equals("#") || ref.startsWith("#/");
    }

    private Node find(String pointer) {
        Node node = root;
        if (pointer.equals("#")) {
            return node;
        }
        for (String part : pointer.substring(2).split("/", -1)) {
            String key = unescaped(part);
            node = node.isArray() ? node.at(position(key)) : node.at(key);
            if (node.isMissing()) {
                return node;
            }
        }
        return node;
    }

    private static int position(String key) {
        return key.matches("\\d{1,8}") ? Integer.parseInt(key) : -1;
    }

    private static String unescaped(String part) {
        String text = part;
        if (part.indexOf('%') >= 0) {
            try {
                text = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                text = part;
            }
        }
        return text.replace("~1", "/").replace("~0", "~");
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String lastPart(String ref) {
        return unescaped(ref.substring(ref.lastIndexOf('/') + 1));
    }
}
