package io.gatehouse.theme;

import io.gatehouse.web.Refused;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All values of a look, each parsed: colours for light and dark, corners, density, fonts. What reaches a style sheet is written
 * from the parsed values, never pasted, so that a token cannot carry anything but itself.
 */
public final class Tokens {
    public static final String LIGHT = "light.";
    public static final String DARK = "dark.";
    public static final String RADIUS = "radius";
    public static final String DENSITY = "density";
    public static final String FONT_SANS = "font-sans";
    public static final String FONT_HEADING = "font-heading";
    public static final String BRAND = "brand";
    public static final List<String> DENSITIES = List.of("comfortable", "compact");
    public static final List<String> BRANDS = List.of("logo-and-name", "logo");
    private static final List<String> NAMES = names();
    private static final int WIDEST_RADIUS = 24;
    private static final int[] SPACES = {4, 8, 12, 16, 24, 32, 48, 64};

    private final Map<String, String> values;
    private final Palette light;
    private final Palette dark;

    private Tokens(Map<String, String> values) {
        this.values = values;
        this.light = palette(LIGHT);
        this.dark = palette(DARK);
    }

    /** Values that are already clean, one for each name. */
    static Tokens of(Map<String, String> values) {
        List<String> missing =
                NAMES.stream().filter(name -> !values.containsKey(name)).toList();
        if (!missing.isEmpty()) throw new IllegalArgumentException("There is no value for " + missing.get(0) + ".");
        return new Tokens(new TreeMap<>(values));
    }

    /** Names of all tokens, such as {@code light.primary}. */
    public static List<String> allNames() {
        return NAMES;
    }

    /** The value in its one spelling; refused at the token's name if it is none. */
    public static String clean(String name, String value) {
        String typed = value == null ? "" : value.strip();
        switch (name) {
            case RADIUS -> {
                if (!typed.matches("\\d{1,2}") || Integer.parseInt(typed) > WIDEST_RADIUS)
                    throw new Refused(name, "Give a whole number from 0 to " + WIDEST_RADIUS + ".");
                return String.valueOf(Integer.parseInt(typed));
            }
            case DENSITY -> {
                return oneOf(name, typed, DENSITIES);
            }
            case BRAND -> {
                return oneOf(name, typed, BRANDS);
            }
            case FONT_SANS, FONT_HEADING -> {
                return oneOf(
                        name,
                        typed,
                        Arrays.stream(Font.values()).map(Font::token).toList());
            }
            default -> {
                if (!NAMES.contains(name)) throw new Refused(name, "There is no token “" + name + "”.");
                return Color.parse(typed)
                        .map(Color::hex)
                        .orElseThrow(() -> new Refused(name, "Give a colour as six hex digits, such as #0B6B5D."));
            }
        }
    }

    private static String oneOf(String name, String typed, List<String> known) {
        if (known.contains(typed)) return typed;
        throw new Refused(name, "Choose one of " + String.join(", ", known) + ".");
    }

    /** These tokens with some changed; the changes are clean. */
    Tokens with(Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(changes);
        return new Tokens(all);
    }

    /** What of these values differs from mine. */
    public Map<String, String> differences(Map<String, String> others) {
        Map<String, String> different = new TreeMap<>();
        others.forEach((name, value) -> {
            if (!value.equals(values.get(name))) different.put(name, value);
        });
        return different;
    }

    public String value(String name) {
        return values.get(name);
    }

    public Palette light() {
        return light;
    }

    public Palette dark() {
        return dark;
    }

    boolean showsName() {
        return value(BRAND).equals("logo-and-name");
    }

    private Palette palette(String mode) {
        Map<Role, Color> colors = new EnumMap<>(Role.class);
        for (Role role : Role.values())
            if (!role.isDerived())
                colors.put(role, Color.parse(value(mode + role.token())).orElseThrow());
        return Palette.of(colors);
    }

    /** The style sheet that dresses every page. */
    String css() {
        StringBuilder css = new StringBuilder(":root {\n  color-scheme: light;\n");
        light.writeTo(css, "  ");
        css.append(shadow(light.color(Role.FG), ".06", ".12", ".4", "  "));
        int radius = Integer.parseInt(value(RADIUS));
        css.append("  --gh-radius: ").append(radius).append("px;\n");
        css.append("  --gh-radius-small: ").append(Math.round(radius * 0.75)).append("px;\n");
        css.append("  --gh-density: ")
                .append(value(DENSITY).equals("compact") ? "0.85" : "1")
                .append(";\n");
        css.append("  --gh-font-sans: ").append(font(FONT_SANS)).append(";\n");
        css.append("  --gh-font-heading: ").append(font(FONT_HEADING)).append(";\n");
        css.append("  --gh-font-mono: ").append(Font.MONO.stack()).append(";\n");
        for (int i = 0; i < SPACES.length; i++)
            css.append("  --gh-space-")
                    .append(i + 1)
                    .append(": ")
                    .append(SPACES[i])
                    .append("px;\n");
        css.append("}\n:root[data-theme=\"dark\"] {\n");
        dark(css, "  ");
        css.append("}\n@media (prefers-color-scheme: dark) {\n  :root[data-theme=\"system\"] {\n");
        dark(css, "    ");
        return css.append("  }\n}\n").toString();
    }

    private void dark(StringBuilder css, String indent) {
        css.append(indent).append("color-scheme: dark;\n");
        dark.writeTo(css, indent);
        css.append(shadow(Color.BLACK, ".4", ".5", ".6", indent));
    }

    private String font(String name) {
        return Font.of(value(name)).orElseThrow().stack();
    }

    private static String shadow(Color color, String near, String far, String backdrop, String indent) {
        String rgb = color.red() + " " + color.green() + " " + color.blue();
        return indent + "--gh-shadow: 0 1px 2px rgb(" + rgb + " / " + near + "), 0 8px 24px rgb(" + rgb + " / " + far
                + ");\n" + indent + "--gh-backdrop: rgb(" + rgb + " / " + backdrop + ");\n";
    }

    private static List<String> names() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (String mode : List.of(LIGHT, DARK))
            for (Role role : Role.values()) if (!role.isDerived()) names.put(mode + role.token(), true);
        for (String name : List.of(RADIUS, DENSITY, FONT_SANS, FONT_HEADING, BRAND)) names.put(name, true);
        return List.copyOf(names.keySet());
    }
}
