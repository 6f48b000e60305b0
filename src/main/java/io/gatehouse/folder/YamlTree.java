package io.gatehouse.folder;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the YAML of a portal's folder to values that know their lines. It constructs nothing, and takes neither anchors nor tags, so that
 * a small file stays small.
 */
final class YamlTree {
    private static final int MOST_BYTES = 256 << 10;
    private static final int DEEPEST = 6;

    /** Why the file cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final Integer line;

        private Unreadable(String message, Integer line) {
            super(message, null, false, false);
            this.line = line;
        }

        Integer line() {
            return line;
        }
    }

    /**
     * Something that stands in the file.
     *
     * @param text of a scalar, else null
     * @param isQuoted whether the scalar is a text whatever it looks like
     * @param items of a list, else null
     * @param members of a map, else null
     */
    record Value(int line, String text, boolean isQuoted, List<Value> items, Map<String, Value> members) {
        private static Value scalar(int line, ScalarEvent event) {
            return new Value(line, event.getValue(), event.getScalarStyle() != ScalarStyle.PLAIN, null, null);
        }

        boolean isNothing() {
            return text != null && !isQuoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    private final Parser events;

    private YamlTree(Parser events) {
        this.events = events;
    }

    static Value read(byte[] content) throws Unreadable {
        if (content.length > MOST_BYTES)
            throw new Unreadable("The file has more than %d KiB.".formatted(MOST_BYTES >> 10), null);
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        try {
            String text = text(content);
            return new YamlTree(new ParserImpl(new StreamReader(text), options)).document();
        } catch (MarkedYAMLException broken) {
            Integer line = broken.getProblemMark() == null
                    ? null
                    : (Integer) (broken.getProblemMark().getLine() + 1);
            throw new Unreadable("This is not valid YAML: " + broken.getProblem() + ".", line);
        } catch (YAMLException broken) {
            throw new Unreadable("This is not valid YAML: it holds characters that cannot be in it.", null);
        }
    }

    static String text(byte[] content) throws Unreadable {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Unreadable("This is not text in UTF-8.", null);
        }
    }

    private Value document() throws Unreadable {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) throw new Unreadable("The file is empty.", null);
        events.getEvent();
        Value root = value(events.getEvent(), 1);
        events.getEvent();
        if (!events.checkEvent(Event.ID.StreamEnd))
            throw new Unreadable("The file holds more than one document.", line(events.peekEvent()));
        return root;
    }

    private Value value(Event event, int depth) throws Unreadable {
        int line = line(event);
        if (event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor() != null)
            throw new Unreadable("Anchors and aliases (& and *) have no place here; write the value itself.", line);
        if (depth > DEEPEST) throw new Unreadable("Values are nested deeper than a portal's folder has them.", line);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), line);
            return Value.scalar(line, scalar);
        }
        if (event instanceof org.yaml.snakeyaml.events.CollectionStartEvent start) refuseTag(start.getTag(), line);
        return event.is(Event.ID.MappingStart) ? map(line, depth) : list(line, depth);
    }

    private static void refuseTag(String tag, int line) throws Unreadable {
        if (tag != null && !tag.equals("!")) throw new Unreadable("Tags (!…) have no place here.", line);
    }

    private Value list(int line, int depth) throws Unreadable {
        List<Value> items = new ArrayList<>();
        for (Event event = events.getEvent(); !event.is(Event.ID.SequenceEnd); event = events.getEvent())
            items.add(value(event, depth + 1));
        return new Value(line, null, false, items, null);
    }

    private Value map(int line, int depth) throws Unreadable {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Event event = events.getEvent(); !event.is(Event.ID.MappingEnd); event = events.getEvent()) {
            Value key = value(event, depth + 1);
            if (key.text() == null) throw new Unreadable("A name is expected here.", key.line());
            Value value = value(events.getEvent(), depth + 1);
            // A value is looked for at its name, also when it begins on the next line.
            Value placed = new Value(key.line(), value.text(), value.isQuoted(), value.items(), value.members());
            if (members.put(key.text(), placed) != null)
                throw new Unreadable("“" + key.text() + "” is there twice.", key.line());
        }
        return new Value(line, null, false, null, members);
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }
}
