package io.gatehouse.catalog.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML text to a tree of nodes that know their places, within a budget.
 *
 * <p>It works on parser events and constructs nothing: tags cannot name classes, and an alias to an object or list is refused,
 * which is how "billion laughs" unfolds (no real spec of 165 uses one). Plain scalars are typed by the YAML 1.2 core schema, as
 * OpenAPI asks for: {@code no} is a text, not false.
 */
final class YamlTree {
    private static final String TAG_PREFIX = "tag:yaml.org,2002:";
    private static final Set<String> SCALAR_TAGS =
            Set.of("!", "str", "int", "float", "bool", "null", "timestamp", "binary");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSES = Set.of("false", "False", "FALSE");

    private final Parser events;
    private final Budget budget;
    private final List<SpecProblem> warnings;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Node> scalarAnchors = new HashMap<>();
    private final Set<String> collectionAnchors = new HashSet<>();

    private YamlTree(Parser events, Budget budget, List<SpecProblem> warnings) {
        this.events = events;
        this.budget = budget;
        this.warnings = warnings;
    }

    static Node load(String text, Budget budget, List<SpecProblem> warnings) throws Unreadable {
        if (text.length() > Budget.YAML_BYTES) {
            throw new Unreadable(
                    "The YAML has %,d characters; the most we read is %,d.".formatted(text.length(), Budget.YAML_BYTES),
                    "Convert it to JSON: that may be twice as large.");
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Budget.YAML_BYTES);
        options.setNestingDepthLimit(Budget.DEPTH);
        try {
            return new YamlTree(new ParserImpl(new StreamReader(text), options), budget, warnings).document();
        } catch (MarkedYAMLException broken) {
            throw notYaml(broken);
        } catch (ReaderException unprintable) {
            String before = text.substring(0, Math.min(text.length(), Math.max(0, unprintable.getPosition())));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            throw new Unreadable(
                    "The file holds a control character that YAML does not allow (U+%04X)."
                            .formatted(unprintable.getCodePoint()),
                    "Remove it, or save the file as UTF-8 text.",
                    line,
                    before.length() - before.lastIndexOf('\n'));
        } catch (YAMLException broken) {
            throw new Unreadable("This is not valid YAML: " + shortened(broken.getMessage()), null);
        }
    }

    private Node document() throws Unreadable {
        next(Event.ID.StreamStart);
        if (events.checkEvent(Event.ID.StreamEnd)) {
            throw new Unreadable("The file is empty.", "Upload an OpenAPI document as JSON or YAML.");
        }
        next(Event.ID.DocumentStart);
        Node root = value(events.getEvent(), 0, null);
        next(Event.ID.DocumentEnd);
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            Mark more = events.peekEvent().getStartMark();
            warnings.add(SpecProblem.warning(
                            "The file holds more than one YAML document; only the first is used.",
                            "Publish the others as APIs of their own.")
                    .at(null, more.getLine() + 1, more.getColumn() + 1));
        }
        return root;
    }

    private void next(Event.ID expected) {
        if (!events.checkEvent(expected)) {
            throw new YAMLException("unexpected end of the document");
        }
        events.getEvent();
    }

    /** A value whose first event is given; its place is that of its key, when it has one. */
    private Node value(Event event, int depth, Mark keyMark) throws Unreadable {
        Mark mark = keyMark == null ? event.getStartMark() : keyMark;
        int line = mark.getLine() + 1;
        int column = mark.getColumn() + 1;
        if (event instanceof AliasEvent alias) {
            return aliased(alias, line, column);
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, line, column);
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        requireTag(start.getTag(), Set.of("!", "map", "seq", "omap", "set"), line, column);
        if (start.getAnchor() != null) {
            collectionAnchors.add(start.getAnchor());
        }
        budget.spend(0, line, column);
        budget.descend(depth + 1, line, column);
        return event.is(Event.ID.MappingStart) ? object(depth + 1, line, column) : array(depth + 1, line, column);
    }

    private Node object(int depth, int line, int column) throws Unreadable {
        Members members = new Members(warnings);
        for (Event event = events.getEvent(); !event.is(Event.ID.MappingEnd); event = events.getEvent()) {
            Mark mark = event.getStartMark();
            Node key = value(event, depth, null);
            if (key.isObject() || key.isArray()) {
                throw new Unreadable(
                        "An object or list stands where the name of a value is expected.",
                        "Quote the name, or check the indentation.",
                        mark.getLine() + 1,
                        mark.getColumn() + 1);
            }
            String name = key.type() == Node.Type.NULL ? "null" : key.text();
            Node value = value(events.getEvent(), depth, mark);
            members.put(names.computeIfAbsent(name, same -> same), value);
        }
        return members.toNode(line, column);
    }

    private Node array(int depth, int line, int column) throws Unreadable {
        List<Node> items = new ArrayList<>();
        for (Event event = events.getEvent(); !event.is(Event.ID.SequenceEnd); event = events.getEvent()) {
            items.add(value(event, depth, null));
        }
        return Node.array(items, line, column);
    }

    private Node scalar(ScalarEvent event, int line, int column) throws Unreadable {
        requireTag(event.getTag(), SCALAR_TAGS, line, column);
        String text = SourceText.storable(event.getValue());
        budget.spend(text.length(), line, column);
        boolean tagged = event.getTag() != null
                && !event.getTag().endsWith(":str")
                && !event.getTag().equals("!");
        boolean typed = tagged || event.getTag() == null && event.getScalarStyle() == ScalarStyle.PLAIN;
        Node node = typed ? plain(text, line, column) : Node.scalar(Node.Type.STRING, text, line, column);
        if (event.getAnchor() != null) {
            scalarAnchors.put(event.getAnchor(), node);
        }
        return node;
    }

    private static Node plain(String text, int line, int column) {
        if (NULLS.contains(text)) {
            return Node.scalar(Node.Type.NULL, text, line, column);
        }
        if (TRUES.contains(text) || FALSES.contains(text)) {
            return Node.scalar(Node.Type.BOOLEAN, TRUES.contains(text) ? "true" : "false", line, column);
        }
        boolean numeric = text.length() < 400 && NUMBER.matcher(text).matches();
        return Node.scalar(numeric ? Node.Type.NUMBER : Node.Type.STRING, text, line, column);
    }

    private Node aliased(AliasEvent alias, int line, int column) throws Unreadable {
        Node node = scalarAnchors.get(alias.getAnchor());
        if (node == null) {
            boolean collection = collectionAnchors.contains(alias.getAnchor());
            throw new Unreadable(
                    collection
                            ? "The alias *%s repeats a whole object or list.".formatted(alias.getAnchor())
                            : "The alias *%s has no anchor.".formatted(alias.getAnchor()),
                    "Aliases are accepted for single values only: write the rest out, or use $ref.",
                    line,
                    column);
        }
        budget.spend(node.text().length(), line, column);
        return Node.scalar(node.type(), node.text(), line, column);
    }

    private static void requireTag(String tag, Set<String> allowed, int line, int column) throws Unreadable {
        if (tag == null) {
            return;
        }
        String name = tag.startsWith(TAG_PREFIX) ? tag.substring(TAG_PREFIX.length()) : tag;
        if (!allowed.contains(name)) {
            throw new Unreadable(
                    "The YAML tag !!%s is not accepted.".formatted(shortened(name)),
                    "Remove the tag; OpenAPI needs none.",
                    line,
                    column);
        }
    }

    private static Unreadable notYaml(MarkedYAMLException broken) {
        Mark mark = broken.getProblemMark();
        String why = broken.getProblem() == null ? broken.getContext() : broken.getProblem();
        return new Unreadable(
                "This is not valid YAML: " + shortened(String.valueOf(why)),
                "Check the indentation and the quotes around this place.",
                mark == null ? 0 : mark.getLine() + 1,
                mark == null ? 0 : mark.getColumn() + 1);
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
