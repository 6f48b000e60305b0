package io.gatehouse.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    @Test
    void lists_stand_as_people_write_them() {
        YamlText yaml = new YamlText();
        yaml.list("tags", List.of("a", "b"))
                .section(
                        "gateway",
                        () -> yaml.section("routes", () -> {
                            for (String path : List.of("/a", "/b"))
                                yaml.item(() -> yaml.value("path", path).list("methods", List.of()));
                        }));
        assertEquals("""
                tags:
                  - a
                  - b
                gateway:
                  routes:
                    - path: /a
                      methods: []
                    - path: /b
                      methods: []
                """, yaml.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Free",
                "For trying things out.",
                "€ 29 a month",
                "",
                "true",
                "12",
                "1e3",
                "null",
                "~",
                "a: b",
                "a:b",
                "a:",
                "a #b",
                "#0B6B5D",
                "- x",
                "[x]",
                "{x}",
                "'x'",
                "\"x\"",
                "back\\slash",
                "two\nlines",
                "tab\there",
                "🌊 sea",
                "nel\u0085 ls\u2028 bom\uFEFF",
                "{vault://env/X}",
                "/path/{id}",
                "*x",
                "&x",
                "!x",
                "%x",
                "@x",
                "`x",
                "x, y",
                "Yes",
                "https://x.example:8443/a?b=c&d",
                "كتاب"
            })
    void every_text_is_read_as_it_was_written(String text) throws Exception {
        String yaml = new YamlText().value("a", text).value("z", 1).toString();
        assertEquals(2, yaml.lines().count(), yaml);
        Findings findings = new Findings();
        YamlFields fields = YamlFields.of("f", yaml.getBytes(StandardCharsets.UTF_8), findings);
        assertEquals(text, fields.text("a"), yaml);
        findings.orRefuse();
    }
}
