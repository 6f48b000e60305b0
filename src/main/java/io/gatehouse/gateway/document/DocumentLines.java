package io.gatehouse.gateway.document;

import java.io.StringReader;
import java.util.List;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** On which line of a text something stands, by its place in the document. */
public final class DocumentLines {
    private final Node root;

    private DocumentLines(Node root) {
        this.root = root;
    }

    /** @param text that was read as a document before, JSON or YAML */
    public static DocumentLines of(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentText.MOST_CHARACTERS);
        options.setNestingDepthLimit(DocumentText.DEEPEST);
        try {
            return new DocumentLines(new Yaml(options).compose(new StringReader(text)));
        } catch (YAMLException jsonOnly) {
            // Such as one with tabs between its values: its problems are told without lines.
            return new DocumentLines(null);
        }
    }

    /**
     * Counted from 1; of what stands around it where the place itself is missing, and none if nothing of it is there.
     *
     * @param path as {@link DocumentProblem#path}
     */
    public OptionalInt line(String path) {
        if (root == null) return OptionalInt.empty();
        Node node = root;
        int line = -1;
        for (String step : path.split("\\.")) {
            if (node instanceof SequenceNode list) {
                node = item(list.getValue(), step);
                if (node == null) break;
                line = node.getStartMark().getLine();
            } else if (node instanceof MappingNode map) {
                NodeTuple member = member(map, step);
                if (member == null) break;
                node = member.getValueNode();
                line = member.getKeyNode().getStartMark().getLine();
            } else break;
        }
        return line < 0 ? OptionalInt.empty() : OptionalInt.of(line + 1);
    }

    private static Node item(List<Node> items, String step) {
        if (!step.matches("\\d{1,9}")) return null;
        int index = Integer.parseInt(step) - 1;
        return index >= 0 && index < items.size() ? items.get(index) : null;
    }

    private static NodeTuple member(MappingNode map, String name) {
        for (NodeTuple member : map.getValue())
            if (member.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) return member;
        return null;
    }
}
