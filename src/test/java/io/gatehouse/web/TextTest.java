package io.gatehouse.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb", "a\u0000b", "a\u0085b", "a\u2028b", "a\u202Eb", "a\u2066b"})
    void a_name_stays_in_its_line_and_turns_no_text_around(String typed) {
        assertThrows(Refused.class, () -> Text.line("name", "a name", typed, 80));
    }

    @Test
    void names_of_all_languages_are_names() {
        for (String name : new String[] {"Wetter – Österreich", "مرصد", "天気", "👩\u200D💻 tools"})
            assertEquals(name, Text.line("name", "a name", name, 80));
    }

    @Test
    void other_texts_have_lines() {
        assertEquals("a\nb", Text.required("reason", "a reason", "a\nb", 80));
    }
}
