package io.gatehouse.theme;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The fonts that a theme may choose: families that systems bring along, so that nothing is loaded and nothing jumps. */
public enum Font {
    SYSTEM("System", "system-ui, \"Segoe UI\", Roboto, \"Helvetica Neue\", sans-serif"),
    HUMANIST("Humanist", "Seravek, \"Gill Sans Nova\", Ubuntu, Calibri, \"DejaVu Sans\", source-sans-pro, sans-serif"),
    GEOMETRIC("Geometric", "Avenir, Montserrat, Corbel, \"URW Gothic\", source-sans-pro, sans-serif"),
    ROUNDED(
            "Rounded",
            "ui-rounded, \"Hiragino Maru Gothic ProN\", Quicksand, Comfortaa, \"Arial Rounded MT\", Calibri, sans-serif"),
    SERIF("Serif", "Charter, \"Bitstream Charter\", \"Sitka Text\", Cambria, Georgia, \"DejaVu Serif\", serif"),
    SLAB("Slab", "Rockwell, \"Rockwell Nova\", \"Roboto Slab\", \"DejaVu Serif\", \"Sitka Small\", serif"),
    MONO("Monospaced", "ui-monospace, \"SF Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace");

    private final String label;
    private final String stack;

    Font(String label, String stack) {
        this.label = label;
        this.stack = stack;
    }

    public String label() {
        return label;
    }

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    String stack() {
        return stack;
    }

    static Optional<Font> of(String token) {
        return Arrays.stream(values())
                .filter(font -> font.token().equals(token))
                .findFirst();
    }
}
