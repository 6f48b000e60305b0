package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TermsTest {
    @Test
    void words_are_compared_without_case_accents_plural_and_fillers() {
        assertEquals(List.of("create", "chat", "completion"), Terms.of("createChatCompletions"));
        assertEquals(List.of("http", "server", "v2"), Terms.of("HTTPServer/v2"));
        assertEquals(
                List.of("cafe", "entry", "box", "address", "status"),
                Terms.of("The Cafés of Entries, boxes & addresses; status"));
        assertEquals(" create repository repo ", Terms.line("Create a repository", "/repos"));
    }

    @Test
    void a_typo_is_one_step_away() {
        assertEquals(1, Terms.distance("forcast", "forecast", 2));
        assertEquals(1, Terms.distance("wether", "weather", 2));
        assertEquals(1, Terms.distance("pyament", "payment", 2));
        assertEquals(0, Terms.distance("same", "same", 1));
        assertTrue(Terms.distance("refund", "charge", 2) > 2);
    }
}
