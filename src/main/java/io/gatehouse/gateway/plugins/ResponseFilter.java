package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.Filter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes answers by rules that are compiled once. */
final class ResponseFilter implements Filter {
    private static final int MOST_BODY_BYTES = 4 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ResponseTransformer.Config config;
    private final List<Member> replace;
    private final List<Member> add;
    private final List<Member> append;
    private final boolean changesJson;

    private record Member(String name, JsonNode value) {}

    ResponseFilter(ResponseTransformer.Config config) {
        this.config = config;
        this.replace = members(config.replace());
        this.add = members(config.add());
        this.append = members(config.append());
        this.changesJson = !(config.remove().json().isEmpty()
                && config.rename().json().isEmpty()
                && replace.isEmpty()
                && add.isEmpty()
                && append.isEmpty());
    }

    private static List<Member> members(ResponseTransformer.Entries entries) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < entries.json().size(); i++) {
            String entry = entries.json().get(i);
            JsonNode value = entries.typeOf(i).value(FieldChanges.valueIn(entry));
            members.add(new Member(FieldChanges.nameIn(entry), value));
        }
        return List.copyOf(members);
    }

    @Override
    public void onResponse(Exchange exchange) {
        MultiMap headers = exchange.response().headers();
        changeHeaders(headers);
        if (changesJson && isPlainJson(headers)) {
            exchange.response().changeBody(MOST_BODY_BYTES, this::changed);
        }
    }

    private void changeHeaders(MultiMap headers) {
        config.remove().headers().forEach(headers::remove);
        for (String entry : config.rename().headers()) {
            String from = FieldChanges.nameIn(entry);
            if (headers.contains(from)) {
                List<String> values = headers.getAll(from);
                headers.remove(from);
                headers.set(FieldChanges.valueIn(entry).strip(), values);
            }
        }
        for (String entry : config.replace().headers()) {
            if (headers.contains(FieldChanges.nameIn(entry))) {
                headers.set(FieldChanges.nameIn(entry), FieldChanges.valueIn(entry));
            }
        }
        for (String entry : config.add().headers()) {
            if (!headers.contains(FieldChanges.nameIn(entry))) {
                headers.set(FieldChanges.nameIn(entry), FieldChanges.valueIn(entry));
            }
        }
        for (String entry : config.append().headers()) {
            headers.add(FieldChanges.nameIn(entry), FieldChanges.valueIn(entry));
        }
    }

    /** A compressed body is not for us to read. */
    private static boolean isPlainJson(MultiMap headers) {
        String type = headers.get("Content-Type");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/json")
                && !headers.contains("Content-Encoding");
    }

    private Buffer changed(Buffer body) {
        ObjectNode root = read(body);
        if (root == null) {
            return body;
        }
        root.remove(config.remove().json());
        for (String entry : config.rename().json()) {
            JsonNode value = root.remove(FieldChanges.nameIn(entry));
            if (value != null) {
                root.set(FieldChanges.valueIn(entry), value);
            }
        }
        for (Member member : replace) {
            if (root.has(member.name)) {
                root.set(member.name, member.value);
            }
        }
        for (Member member : add) {
            if (!root.has(member.name)) {
                root.set(member.name, member.value);
            }
        }
        for (Member member : append) {
            append(root, member);
        }
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new IllegalStateException("A parsed body could not be written", e);
        }
    }

    private static void append(ObjectNode root, Member member) {
        JsonNode present = root.get(member.name);
        ArrayNode values = present instanceof ArrayNode array ? array : JSON.createArrayNode();
        if (present != null && present != values) {
            values.add(present);
        }
        root.set(member.name, values.add(member.value));
    }

    /** Null when it is no JSON object. */
    private static ObjectNode read(Buffer body) {
        try {
            return JSON.readTree(body.getBytes()) instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }
}
