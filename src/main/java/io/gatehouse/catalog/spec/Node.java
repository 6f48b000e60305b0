package io.gatehouse.catalog.spec;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A piece of a JSON or YAML document that knows the line and column it came from. Asking for what is not there gives
 * {@link #MISSING}, which answers every question with "nothing", so that readers of half-right documents need no null checks.
 *
 * <p>Compact on purpose (arrays, no map per object): a parsed spec of 13 MB has about a million of these and stays in a cache.
 */
public final class Node {
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        MISSING
    }

    private static final String[] NO_KEYS = {};
    private static final Node[] NO_NODES = {};
    private static final int INDEXED_FROM = 12;

    public static final Node MISSING = new Node(Type.MISSING, "", 0, 0);

    private final Type type;
    private final int line;
    private final int column;
    private final String text;
    private final String[] keys;
    private final Node[] children;
    private final Map<String, Integer> index;

    private Node(Type type, String text, int line, int column) {
        this(type, text, NO_KEYS, NO_NODES, line, column);
    }

    private Node(Type type, String text, String[] keys, Node[] children, int line, int column) {
        this.type = type;
        this.text = text;
        this.keys = keys;
        this.children = children;
        this.line = line;
        this.column = column;
        this.index = keys.length < INDEXED_FROM ? null : new HashMap<>();
        if (index != null) {
            for (int i = 0; i < keys.length; i++) {
                index.put(keys[i], i);
            }
        }
    }

    /** The text as it is to be shown; strings without quotes. */
    public static Node scalar(Type type, String text, int line, int column) {
        return new Node(type, text, line, column);
    }

    public static Node array(List<Node> items, int line, int column) {
        return new Node(Type.ARRAY, "", NO_KEYS, items.toArray(NO_NODES), line, column);
    }

    /** The keys must differ from each other. */
    public static Node object(List<String> keys, List<Node> values, int line, int column) {
        return new Node(Type.OBJECT, "", keys.toArray(NO_KEYS), values.toArray(NO_NODES), line, column);
    }

    public Type type() {
        return type;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public boolean isObject() {
        return type == Type.OBJECT;
    }

    public boolean isArray() {
        return type == Type.ARRAY;
    }

    public boolean isText() {
        return type == Type.STRING;
    }

    public boolean isMissing() {
        return type == Type.MISSING;
    }

    /** Neither there nor null. */
    public boolean isPresent() {
        return type != Type.MISSING && type != Type.NULL;
    }

    public boolean isTrue() {
        return type == Type.BOOLEAN && text.equals("true");
    }

    public boolean isFalse() {
        return type == Type.BOOLEAN && text.equals("false");
    }

    /** A string, number or boolean as it was written; empty for everything else. */
    public String text() {
        return type == Type.NULL ? "" : text;
    }

    public Node at(String key) {
        if (index != null) {
            Integer place = index.get(key);
            return place == null ? MISSING : children[place];
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return children[i];
            }
        }
        return MISSING;
    }

    public Node at(int position) {
        return type == Type.ARRAY && position >= 0 && position < children.length ? children[position] : MISSING;
    }

    public boolean has(String key) {
        return !at(key).isMissing();
    }

    public int size() {
        return children.length;
    }

    /** The elements of an array; nothing for everything else. */
    public List<Node> items() {
        return type == Type.ARRAY ? List.of(children) : List.of();
    }

    /** The keys of an object, in the order of the file. */
    public List<String> keys() {
        return Arrays.asList(keys);
    }

    /** The members of an object, in the order of the file; nothing for everything else. */
    public List<Map.Entry<String, Node>> entries() {
        return IntStream.range(0, keys.length)
                .<Map.Entry<String, Node>>mapToObj(i -> new SimpleImmutableEntry<>(keys[i], children[i]))
                .toList();
    }

    /** Strings (or other scalars) of an array, as written. */
    public List<String> texts() {
        Stream<Node> scalars = items().stream().filter(item -> !item.isObject() && !item.isArray());
        return scalars.map(Node::text).toList();
    }
}
