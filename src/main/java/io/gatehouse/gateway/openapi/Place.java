package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A piece of a document that knows where it stands.
 *
 * @param pointer such as {@code /paths/~1pets}; empty for the whole
 */
record Place(String pointer, JsonNode node) {

    static final Place NOWHERE = new Place("", MissingNode.getInstance());

    Place at(String name) {
        JsonNode child = node.path(name);
        return child.isMissingNode() ? NOWHERE : new Place(pointer + "/" + escaped(name), child);
    }

    boolean isThere() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** The members of an object with their names, in the order of the document. */
    List<Map.Entry<String, Place>> members() {
        List<Map.Entry<String, Place>> members = new ArrayList<>(node.size());
        for (Map.Entry<String, JsonNode> member : node.properties())
            members.add(
                    Map.entry(member.getKey(), new Place(pointer + "/" + escaped(member.getKey()), member.getValue())));
        return members;
    }

    /** The elements of an array. */
    List<Place> items() {
        List<Place> items = new ArrayList<>();
        for (int i = 0; node.isArray() && i < node.size(); i++) items.add(new Place(pointer + "/" + i, node.get(i)));
        return items;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
