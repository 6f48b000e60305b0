package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads a description of an API, JSON or YAML, within bounds: so many characters, values and levels. YAML's aliases are refused,
 * since they unfold; no real description of an API has any.
 */
final class DocumentReader {

    private static final int MOST_CHARACTERS = 32 << 20;
    private static final int MOST_NODES = 1_500_000;
    private static final int DEEPEST = 100;
    private static final int LONGEST_EXACT_NUMBER = 40;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(MOST_CHARACTERS)
            .build();

    private final JsonParser parser;
    private final Map<String, String> names = new HashMap<>();
    private int nodes;

    private DocumentReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static JsonNode read(String text) {
        if (text.length() > MOST_CHARACTERS)
            throw new IllegalArgumentException("it has more than " + MOST_CHARACTERS + " characters");
        try (JsonParser parser = factory(text).createParser(text)) {
            DocumentReader reader = new DocumentReader(parser);
            parser.nextToken();
            return reader.value();
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("it is neither JSON nor YAML: "
                    + broken.getOriginalMessage().lines().findFirst().orElse("") + place(broken.getLocation()));
        } catch (IOException impossible) {
            throw new IllegalArgumentException("it cannot be read", impossible);
        } catch (StackOverflowError deep) {
            throw new IllegalArgumentException("it is nested too deep");
        }
    }

    private static JsonFactory factory(String text) {
        if (text.stripLeading().startsWith("{"))
            return JsonFactory.builder().streamReadConstraints(BOUNDS).build();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        return YAMLFactory.builder()
                .streamReadConstraints(BOUNDS)
                .loaderOptions(options)
                .build();
    }

    private JsonNode value() throws IOException {
        if (++nodes > MOST_NODES) throw new IllegalArgumentException("it has more than " + MOST_NODES + " values");
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias())
            throw new IllegalArgumentException(
                    "it has a YAML alias" + place(parser.currentTokenLocation()) + "; write out what it repeats");
        JsonNodeFactory make = JsonNodeFactory.instance;
        JsonToken token = parser.currentToken();
        if (token == null) return make.missingNode();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> make.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> make.booleanNode(true);
            case VALUE_FALSE -> make.booleanNode(false);
            default -> make.nullNode();
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = names.computeIfAbsent(parser.currentName(), same -> same);
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) throw new IllegalArgumentException("it ends too early");
            array.add(value());
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            default -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
        };
    }

    /** As it was written, so that an example of 1.10 stays one; an exponent may stand for more digits than there is memory. */
    private JsonNode decimal() throws IOException {
        String text = parser.getText();
        boolean isPlain = text.length() <= LONGEST_EXACT_NUMBER && text.matches("-?[0-9]+(\\.[0-9]+)?");
        return isPlain
                ? JsonNodeFactory.instance.numberNode(new BigDecimal(text))
                : JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
