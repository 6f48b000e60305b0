package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/plugins.md} is written from the plugins' configuration records; {@code -Ddocs.write=true} writes it. */
class PluginsPageTest {
    private static final Path PAGE = Path.of("docs/plugins.md");

    @Test
    void the_plugins_page_says_what_the_records_say() throws IOException {
        String page = page();
        if (Boolean.getBoolean("docs.write")) Files.writeString(PAGE, page);
        assertEquals(page, Files.readString(PAGE), "Run with -Ddocs.write=true to write docs/plugins.md anew");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Plugins

                A plugin is switched on for everything, for a service, a route, a consumer or a consumer group. Of several
                configurations of one plugin the most specific one runs, once per request. Plugins run from the highest priority
                to the lowest; field names are those of Kong's plugins, so that existing files mean the same here.
                Fields of Kong's that a plugin lacks may have [Kong's defaults](compat-kong.md#fields-that-gatehouse-lacks), and nothing else.
                """);
        for (Plugins.Known<?> known : new Plugins(BuiltIn.all()).all()) {
            JsonNode schema = known.schema().jsonSchema();
            page.append("\n## ").append(known.plugin().name()).append("\n\n");
            page.append(schema.path("description").asText()).append(" Priority ");
            page.append(known.plugin().priority()).append('.');
            if (!known.plugin().canBeScopedToConsumers())
                page.append(
                        " It runs before the consumer is known, or for everybody alike: not for consumers or groups.");
            page.append("\n\n| field | type | default | meaning |\n|---|---|---|---|\n");
            rows(page, schema, "");
        }
        return page.toString();
    }

    private static void rows(StringBuilder page, JsonNode schema, String prefix) {
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            String doc = field.path("description").asText();
            assertFalse(doc.isEmpty(), property.getKey() + " has no documentation");
            if (field.has("properties")) {
                rows(page, field, prefix + property.getKey() + ".");
                return;
            }
            page.append("| `").append(prefix).append(property.getKey()).append("` | ");
            page.append(type(field)).append(" | ").append(preset(field)).append(" | ");
            page.append(doc).append(field.path("writeOnly").asBoolean() ? " Written, never shown." : "");
            page.append(" |\n");
            if (field.path("additionalProperties").has("properties"))
                rows(page, field.path("additionalProperties"), prefix + property.getKey() + ".<name>.");
        });
    }

    private static String type(JsonNode field) {
        if (field.has("enum")) {
            StringBuilder choices = new StringBuilder();
            field.path("enum")
                    .forEach(choice -> choices.append(choices.isEmpty() ? "`" : ", `")
                            .append(choice.asText())
                            .append('`'));
            return choices.toString();
        }
        return field.path("type").asText().equals("array")
                ? "list"
                : field.path("type").asText();
    }

    private static String preset(JsonNode field) {
        JsonNode preset = field.path("default");
        if (preset.isMissingNode() || preset.isArray() && preset.isEmpty()) return "–";
        StringBuilder text = new StringBuilder();
        if (preset.isArray())
            preset.forEach(item -> text.append(text.isEmpty() ? "" : ", ").append(item.asText()));
        else text.append(preset.asText());
        return "`" + text + "`";
    }
}
