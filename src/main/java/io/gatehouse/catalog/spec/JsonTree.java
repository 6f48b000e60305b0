package io.gatehouse.catalog.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON text to a tree of nodes that know their places, within a budget. */
final class JsonTree {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Budget.DEPTH + 10)
                    .maxStringLength(Budget.JSON_BYTES)
                    .build())
            .build();

    private final JsonParser json;
    private final Budget budget;
    private final List<SpecProblem> warnings;
    private final Map<String, String> names = new HashMap<>();

    private JsonTree(JsonParser json, Budget budget, List<SpecProblem> warnings) {
        this.json = json;
        this.budget = budget;
        this.warnings = warnings;
    }

    static Node load(String text, Budget budget, List<SpecProblem> warnings) throws Unreadable {
        try (JsonParser json = JSON.createParser(text)) {
            JsonTree tree = new JsonTree(json, budget, warnings);
            json.nextToken();
            JsonLocation start = json.currentTokenLocation();
            Node root = tree.value(0, start.getLineNr(), start.getColumnNr());
            if (json.nextToken() != null) {
                JsonLocation more = json.currentTokenLocation();
                throw new Unreadable(
                        "There is more text after the end of the JSON document.",
                        "A file holds one document.",
                        more.getLineNr(),
                        more.getColumnNr());
            }
            return root;
        } catch (JsonProcessingException broken) {
            JsonLocation place = broken.getLocation();
            throw new Unreadable(
                    "This is not valid JSON: " + firstLine(broken.getOriginalMessage()),
                    null,
                    place == null ? 0 : place.getLineNr(),
                    place == null ? 0 : place.getColumnNr());
        } catch (IOException impossible) {
            throw new Unreadable("The text could not be read as JSON.", null);
        }
    }

    private Node value(int depth, int line, int column) throws IOException, Unreadable {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(depth + 1, line, column);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(depth + 1, line, column);
        }
        Node.Type type = switch (token) {
            case VALUE_STRING -> Node.Type.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Node.Type.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Node.Type.BOOLEAN;
            default -> Node.Type.NULL;
        };
        String text = SourceText.storable(json.getText());
        budget.spend(text.length(), line, column);
        return Node.scalar(type, text, line, column);
    }

    private Node object(int depth, int line, int column) throws IOException, Unreadable {
        budget.spend(0, line, column);
        budget.descend(depth, line, column);
        Members members = new Members(warnings);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = names.computeIfAbsent(json.currentName(), SourceText::storable);
            JsonLocation place = json.currentTokenLocation();
            int keyLine = place.getLineNr();
            int keyColumn = place.getColumnNr();
            budget.spend(key.length(), keyLine, keyColumn);
            json.nextToken();
            members.put(key, value(depth, keyLine, keyColumn));
        }
        return members.toNode(line, column);
    }

    private Node array(int depth, int line, int column) throws IOException, Unreadable {
        budget.spend(0, line, column);
        budget.descend(depth, line, column);
        List<Node> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation place = json.currentTokenLocation();
            items.add(value(depth, place.getLineNr(), place.getColumnNr()));
        }
        return Node.array(items, line, column);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
