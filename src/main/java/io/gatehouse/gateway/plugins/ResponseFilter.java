package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.HeaderFields;
import io.gatehouse.gateway.plugin.JsonFields;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes answers by rules that are compiled once. */
final class ResponseFilter implements Filter {
    private static final int MOST_BODY_BYTES = 4 << 20;

    private final FieldChanges.Rendered headers;
    private final List<String> remove;
    private final List<String> rename;
    private final List<Member> replace;
    private final List<Member> add;
    private final List<Member> append;
    private final boolean changesJson;

    private record Member(String name, JsonNode value) {}

    ResponseFilter(ResponseTransformer.Config config) {
        headers = FieldChanges.plain(
                        config.remove().headers(),
                        config.rename().headers().stream()
                                .map(entry -> FieldChanges.nameIn(entry) + ":"
                                        + FieldChanges.valueIn(entry).strip())
                                .toList(),
                        config.replace().headers(),
                        config.add().headers(),
                        config.append().headers())
                .with(HeaderFields::written);
        remove = config.remove().json();
        rename = config.rename().json();
        replace = members(config.replace());
        add = members(config.add());
        append = members(config.append());
        changesJson = !(remove.isEmpty() && rename.isEmpty() && replace.isEmpty() && add.isEmpty() && append.isEmpty());
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
        MultiMap fields = exchange.response().headers();
        headers.applyTo(new HeaderFields(fields));
        if (changesJson && isPlainJson(fields)) {
            exchange.response().changeBody(MOST_BODY_BYTES, this::changed);
        }
    }

    /** A compressed body is not for us to read. */
    private static boolean isPlainJson(MultiMap headers) {
        String type = headers.get("Content-Type");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/json")
                && !headers.contains("Content-Encoding");
    }

    /** What is no JSON object, or nothing at all, stays as it is. */
    private Buffer changed(Buffer body) {
        JsonFields json = body.length() == 0
                ? null
                : JsonFields.parse(body.getBytes(), true).orElse(null);
        if (json == null) {
            return body;
        }
        remove.forEach(json::remove);
        for (String entry : rename) {
            if (json.has(FieldChanges.nameIn(entry))) {
                json.rename(FieldChanges.nameIn(entry), FieldChanges.valueIn(entry));
            }
        }
        for (Member member : replace) {
            if (json.has(member.name)) {
                json.replace(member.name, member.value);
            }
        }
        for (Member member : add) {
            if (!json.has(member.name)) {
                json.replace(member.name, member.value);
            }
        }
        append.forEach(member -> json.append(member.name, member.value));
        return Buffer.buffer(json.bytes());
    }
}
