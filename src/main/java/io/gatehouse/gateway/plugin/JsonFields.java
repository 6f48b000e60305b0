package io.gatehouse.gateway.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of a JSON object. Numbers keep every digit they came with: a body passes here that is not ours. */
public final class JsonFields implements Fields {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ObjectNode root;
    private final boolean dotsInKeys;

    private JsonFields(ObjectNode root, boolean dotsInKeys) {
        this.root = root;
        this.dotsInKeys = dotsInKeys;
    }

    /**
     * Empty when the body is no JSON object; an empty body is an empty object.
     *
     * @param dotsInKeys a dot is part of a name; otherwise it leads into an object
     */
    public static Optional<JsonFields> parse(byte[] body, boolean dotsInKeys) {
        if (body.length == 0) {
            return Optional.of(new JsonFields(MAPPER.createObjectNode(), dotsInKeys));
        }
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object
                    ? Optional.of(new JsonFields(object, dotsInKeys))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The text of the member, or of each element of it if it is an array; nothing when it is not there. */
    public List<String> texts(String name) {
        JsonNode value = valueOf(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText()));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }

    public byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A parsed body could not be written", e);
        }
    }

    @Override
    public boolean has(String name) {
        return valueOf(name) != null;
    }

    @Override
    public void remove(String name) {
        ObjectNode parent = parentOf(name, false);
        if (parent != null) {
            parent.remove(leafOf(name));
        }
    }

    @Override
    public void rename(String from, String to) {
        JsonNode value = valueOf(from);
        remove(from);
        set(to, value);
    }

    @Override
    public void replace(String name, String value) {
        replace(name, TextNode.valueOf(value));
    }

    /** A value of any type in place of what the name has. */
    public void replace(String name, JsonNode value) {
        set(name, value);
    }

    @Override
    public void add(String name, String value) {
        replace(name, value);
    }

    @Override
    public void append(String name, String value) {
        append(name, TextNode.valueOf(value));
    }

    /** One more value of any type beside those that the name has. */
    public void append(String name, JsonNode value) {
        JsonNode present = valueOf(name);
        ArrayNode values = present instanceof ArrayNode array ? array : MAPPER.createArrayNode();
        if (present != null && present != values) {
            values.add(present);
        }
        set(name, values.add(value));
    }

    private JsonNode valueOf(String name) {
        ObjectNode parent = parentOf(name, false);
        return parent == null ? null : parent.get(leafOf(name));
    }

    private void set(String name, JsonNode value) {
        ObjectNode parent = parentOf(name, true);
        if (parent != null) {
            parent.set(leafOf(name), value);
        }
    }

    /** Null when the way there leads through something that is no object: its value is not ours to drop. */
    private ObjectNode parentOf(String name, boolean make) {
        if (dotsInKeys) {
            return root;
        }
        ObjectNode parent = root;
        String[] steps = name.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode next = parent.get(steps[i]);
            if (next == null && make) {
                next = parent.putObject(steps[i]);
            }
            if (!(next instanceof ObjectNode object)) {
                return null;
            }
            parent = object;
        }
        return parent;
    }

    private String leafOf(String name) {
        return dotsInKeys ? name : name.substring(name.lastIndexOf('.') + 1);
    }
}
