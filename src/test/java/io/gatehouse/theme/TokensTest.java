package io.gatehouse.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.web.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    @ParameterizedTest
    @CsvSource({
        "light.primary, red",
        "light.primary, #12345",
        "light.primary, url(https://example.com)",
        "dark.bg, '#000000; } body { display: none'",
        "radius, 25",
        "radius, -1",
        "radius, 8px",
        "density, roomy",
        "font-sans, Comic Sans",
        "brand, ''",
        "light.tint-danger, #FFFFFF",
        "width, 12"
    })
    void what_is_no_value_is_refused_at_its_field(String name, String value) {
        Refused refused = assertThrows(Refused.class, () -> Tokens.clean(name, value));
        assertEquals(Optional.of(name), refused.field());
    }

    @ParameterizedTest
    @CsvSource({"light.primary, 0b6b5d, #0B6B5D", "dark.bg, #fff, #FFFFFF", "radius, 08, 8", "font-sans, serif, serif"})
    void a_value_has_one_spelling(String name, String typed, String clean) {
        assertEquals(clean, Tokens.clean(name, typed));
    }

    @Test
    void contrast_is_what_wcag_says() {
        assertEquals(21, Color.WHITE.contrast(Color.BLACK), 0.001);
        assertEquals(4.54, new Color(0x76, 0x76, 0x76).contrast(Color.WHITE), 0.005);
    }

    @Test
    void a_colour_comes_back_from_oklab_as_it_went_in() {
        for (String hex : new String[] {"#0B6B5D", "#F2A65A", "#000000", "#FFFFFF", "#1D5FB8", "#FF0000"})
            assertEquals(hex, Oklab.of(Color.parse(hex).orElseThrow()).color().hex());
    }

    @Test
    void the_nearest_passing_colour_passes_and_keeps_its_hue() {
        Color pale = Color.parse("#7FB2FF").orElseThrow();
        Color passing =
                pale.nearest(color -> color.contrast(Color.WHITE) >= 4.5).orElseThrow();
        assertEquals(4.5, passing.contrast(Color.WHITE), 0.35);
        assertEquals(true, passing.blue() > passing.green() && passing.green() > passing.red());
    }
}
