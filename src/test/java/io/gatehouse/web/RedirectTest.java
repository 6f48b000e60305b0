package io.gatehouse.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

    @Test
    void a_path_of_our_own_is_followed() {
        assertEquals("/apis/openai/v1?tab=docs", Redirect.ownPath("/apis/openai/v1?tab=docs", "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "apps", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\tb", "/a\nb"
            })
    void anything_else_leads_to_the_other_page(String next) {
        assertEquals("/home", Redirect.ownPath(next, "/home"));
    }

    @Test
    void an_address_longer_than_ours_are_is_not_carried_along() {
        assertEquals("/home", Redirect.ownPath("/" + "a".repeat(500), "/home"));
    }
}
