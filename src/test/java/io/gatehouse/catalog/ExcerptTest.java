package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void a_short_text_stays_whole() {
        assertEquals(new Excerpt("Short.", ""), Excerpt.of("Short."));
    }

    @Test
    void a_long_text_is_cut_between_paragraphs_and_never_inside_code() {
        String before = "word ".repeat(150) + "\n\n```\n" + "code\n\n".repeat(60) + "```\n\n";
        Excerpt excerpt = Excerpt.of(before + "after ".repeat(400));
        assertEquals(before.stripTrailing(), excerpt.head().stripTrailing());
        assertTrue(excerpt.rest().strip().startsWith("after"));
    }

    @Test
    void megabytes_are_not_shown_whole() {
        Excerpt excerpt = Excerpt.of("x".repeat(8_000_000));
        assertTrue(excerpt.head().length() + excerpt.rest().length() < 70_000);
    }
}
