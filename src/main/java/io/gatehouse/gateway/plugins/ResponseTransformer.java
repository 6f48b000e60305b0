package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Changes headers and JSON bodies of answers on their way to the client. */
public final class ResponseTransformer extends NamedPlugin<ResponseTransformer.Config> {

    private static final int PRIORITY = 800;

    /** The gateway writes these itself; a second opinion about where a message ends is how answers are smuggled. */
    private static final Set<String> OWNED =
            Set.of("content-length", "transfer-encoding", "connection", "upgrade", "trailer", "keep-alive");

    /** What a value in a JSON body is. */
    public enum JsonType {
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("string")
        STRING;

        /** Null when the text is no such value. */
        JsonNode value(String text) {
            JsonNodeFactory make = JsonNodeFactory.instance;
            return switch (this) {
                case STRING -> make.textNode(text);
                case NUMBER -> number(text);
                case BOOLEAN ->
                    text.equals("true") || text.equals("false") ? make.booleanNode(text.equals("true")) : null;
            };
        }

        private static JsonNode number(String text) {
            try {
                return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    @Doc(
            "Changes answers on their way to the client, in this order: remove, rename, replace, add, append. Also those of the gateway"
                    + " itself. A JSON body of more than 4 MiB passes unchanged.")
    public record Config(
            @Doc("Names to take out.") Names remove,
            @Doc("old:new, for names that are there.") Names rename,
            @Doc("name:value, for names that are there.") Entries replace,

            @Doc("name:value, for names that are not there.")
            Entries add,

            @Doc("name:value, in addition to what is there.")
            Entries append)
            implements ConfigRules {

        public Config {
            remove = remove == null ? new Names(null, null) : remove;
            rename = rename == null ? new Names(null, null) : rename;
            replace = replace == null ? new Entries(null, null, null) : replace;
            add = add == null ? new Entries(null, null, null) : add;
            append = append == null ? new Entries(null, null, null) : append;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            checkHeaders("rename.headers", rename.headers, broken);
            checkPairs("rename.json", rename.json, broken);
            replace.check("replace", broken);
            add.check("add", broken);
            append.check("append", broken);
        }
    }

    /** What to remove or rename. */
    public record Names(
            @Doc("Headers.") List<String> headers,
            @Doc("Members of a JSON body.") List<String> json) {

        public Names {
            headers = headers == null ? List.of() : List.copyOf(headers);
            json = json == null ? List.of() : List.copyOf(json);
        }
    }

    /** Names with values. */
    public record Entries(
            @Doc("Headers.") List<String> headers,
            @Doc("Members of a JSON body.") List<String> json,

            @Doc("What the values of “json” are, in the same order; text where nothing is said.")
            List<JsonType> jsonTypes) {

        public Entries {
            headers = headers == null ? List.of() : List.copyOf(headers);
            json = json == null ? List.of() : List.copyOf(json);
            jsonTypes = jsonTypes == null ? List.of() : List.copyOf(jsonTypes);
        }

        private void check(String field, BiConsumer<String, String> broken) {
            checkHeaders(field + ".headers", headers, broken);
            checkPairs(field + ".json", json, broken);
            if (jsonTypes.size() > json.size()) {
                broken.accept(field + ".json_types", "more types than values in " + field + ".json");
                return;
            }
            for (int i = 0; i < json.size(); i++) {
                if (typeOf(i).value(FieldChanges.valueIn(json.get(i))) == null) {
                    broken.accept(
                            field + ".json." + (i + 1),
                            "'" + json.get(i) + "' is not of the type that json_types says");
                }
            }
        }

        JsonType typeOf(int index) {
            return index < jsonTypes.size() ? jsonTypes.get(index) : JsonType.STRING;
        }
    }

    public ResponseTransformer() {
        super("response-transformer", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new ResponseFilter(config);
    }

    private static void checkHeaders(String field, List<String> entries, BiConsumer<String, String> broken) {
        checkPairs(field, entries, broken);
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i);
            String name = (field.startsWith("rename") ? FieldChanges.valueIn(entry) : FieldChanges.nameIn(entry))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            if (OWNED.contains(name)) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is written by the gateway itself");
            } else if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is not a header name");
            } else if (!FieldChanges.valueIn(entry).matches("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*")) {
                broken.accept(field + "." + (i + 1), "the value has characters that no header can have");
            }
        }
    }

    private static void checkPairs(String field, List<String> entries, BiConsumer<String, String> broken) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).indexOf(':') < 1) {
                broken.accept(field + "." + (i + 1), "'" + entries.get(i) + "' should have the form name:value");
            }
        }
    }
}
