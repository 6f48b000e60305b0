package io.gatehouse.gateway.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Text to tree, JSON or YAML. Bounded in every direction: depth, size, and what anchors multiply into. */
final class DocumentText {
    static final int MOST_CHARACTERS = 50 << 20;
    static final int DEEPEST = 100;
    private static final int MOST_NODES = 5_000_000;
    private static final int MOST_ALIASES = 10_000;
    private static final ObjectReader JSON =
            ConfigJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Resolver WORDS = new PlainWords();

    private int nodes;

    private DocumentText() {}

    /** What stands in the text, or why it cannot be read and where. */
    static JsonNode read(String text) throws UnreadableDocument {
        if (text.stripLeading().startsWith("{")) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException notJson) {
                // YAML may begin with a brace as well; if it is neither, its error is as good.
            }
        }
        return new DocumentText().yaml(text);
    }

    /** Whether an unquoted word is taken for text, and not for a number or a boolean. */
    static boolean isPlain(String word) {
        return WORDS.resolve(NodeId.scalar, word, true).equals(Tag.STR);
    }

    private JsonNode yaml(String text) throws UnreadableDocument {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            DumperOptions unused = new DumperOptions();
            return tree(
                    new Yaml(new ScalarKeys(options), new Representer(unused), unused, options, WORDS).load(text), 0);
        } catch (MarkedYAMLException broken) {
            throw new UnreadableDocument(
                    broken.getProblem() + " (line " + (broken.getProblemMark().getLine() + 1) + ", column "
                            + (broken.getProblemMark().getColumn() + 1) + ")");
        } catch (ReaderException unfit) {
            throw new UnreadableDocument("the character U+%04X is not allowed".formatted(unfit.getCodePoint())
                    + place(text, unfit.getPosition()));
        } catch (YAMLException broken) {
            throw new UnreadableDocument(broken.getMessage());
        }
    }

    /** @param position counted in characters */
    private static String place(String text, int position) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return " (line " + (lines + 1) + ", column " + (before.length() - before.lastIndexOf('\n')) + ")";
    }

    private JsonNode tree(Object value, int depth) throws UnreadableDocument {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (depth > DEEPEST) throw new UnreadableDocument("nested deeper than " + DEEPEST + " levels");
        if (++nodes > MOST_NODES) throw new UnreadableDocument("its anchors make more than " + MOST_NODES + " values");
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = make.objectNode();
            for (Map.Entry<?, ?> member : map.entrySet())
                object.set(String.valueOf(member.getKey()), tree(member.getValue(), depth + 1));
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = make.arrayNode();
            for (Object item : list) array.add(tree(item, depth + 1));
            return array;
        }
        if (value == null) return make.nullNode();
        if (value instanceof Boolean flag) return make.booleanNode(flag);
        if (value instanceof Integer number) return make.numberNode(number);
        if (value instanceof Long number) return make.numberNode(number);
        if (value instanceof BigInteger number) return make.numberNode(number);
        if (value instanceof Double number) return make.numberNode(number);
        return make.textNode(String.valueOf(value));
    }

    /** A key that is a list or a map says nothing here, and written out may be longer than the memory. */
    private static final class ScalarKeys extends SafeConstructor {
        ScalarKeys(LoaderOptions options) {
            super(options);
        }

        @Override
        protected void constructMapping2ndStep(MappingNode node, Map<Object, Object> mapping) {
            for (NodeTuple member : node.getValue())
                if (!(member.getKeyNode() instanceof ScalarNode))
                    throw new ConstructorException(
                            null,
                            null,
                            "a key must be plain text",
                            member.getKeyNode().getStartMark()) {
                        private static final long serialVersionUID = 1L;
                    };
            super.constructMapping2ndStep(node, mapping);
        }
    }

    /** Dates stay text, as people who write {@code 2026-01-01} into a header mean it. */
    private static final class PlainWords extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) super.addImplicitResolver(tag, pattern, first, limit);
        }
    }
}
