package io.gatehouse.theme;

import static io.gatehouse.theme.Role.*;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The colours of one mode, light or dark, complete: those that a theme gives and those that follow from them. */
public final class Palette {
    private static final double TEXT = 4.5;
    private static final double LIGHTNESS_OF_TINT = 0.09;
    private static final double HUE_OF_TINT = 0.3;
    private final Map<Role, Color> colors;

    private Palette(Map<Role, Color> colors) {
        this.colors = colors;
    }

    /** Two colours that meet and do not stand out enough from each other. */
    public record Shortfall(Pair pair, double contrast) {}

    /**
     * @param given a colour for every role that is not derived
     */
    static Palette of(Map<Role, Color> given) {
        Map<Role, Color> all = new EnumMap<>(given);
        List<Role> missing = Arrays.stream(Role.values())
                .filter(role -> !role.isDerived() && !given.containsKey(role))
                .toList();
        if (!missing.isEmpty())
            throw new IllegalArgumentException("no colour for " + missing.get(0).token());
        all.put(PRIMARY_HOVER, hover(given.get(PRIMARY), given.get(ON_PRIMARY)));
        all.put(FOCUS, given.get(PRIMARY));
        all.put(CODE_BG, given.get(BG_SUNKEN));
        all.put(CODE_FG, given.get(FG));
        all.put(TINT_SUCCESS, tint(given, SUCCESS));
        all.put(TINT_WARNING, tint(given, WARNING));
        all.put(TINT_DANGER, tint(given, DANGER));
        all.put(TINT_INFO, tint(given, INFO));
        all.put(TINT_NEUTRAL, tint(given, FG_MUTED));
        all.put(CHART_1, given.get(PRIMARY));
        all.put(CHART_2, given.get(ACCENT));
        all.put(CHART_3, given.get(DANGER));
        all.put(CHART_4, given.get(INFO));
        all.put(CHART_5, given.get(METHOD_PATCH));
        all.put(CHART_6, given.get(BORDER_STRONG));
        return new Palette(all);
    }

    /** Away from the text on it, so that it reads better and never worse. */
    private static Color hover(Color primary, Color text) {
        return primary.mix(text.luminance() > primary.luminance() ? Color.BLACK : Color.WHITE, 0.16);
    }

    /** As much of the colour as its own text, and quiet text, can bear. */
    private static Color tint(Map<Role, Color> given, Role role) {
        Color ground = given.get(BG_RAISED);
        Color color = given.get(role);
        for (double share = LIGHTNESS_OF_TINT; share > 0.01; share -= 0.01) {
            Color tint = ground.tintedBy(color, share, HUE_OF_TINT);
            if (color.contrast(tint) >= TEXT && given.get(FG_MUTED).contrast(tint) >= TEXT) return tint;
        }
        return ground;
    }

    public Color color(Role role) {
        return colors.get(role);
    }

    public double contrast(Pair pair) {
        return color(pair.front()).contrast(color(pair.ground()));
    }

    public List<Shortfall> shortfalls() {
        return Pair.ALL.stream()
                .filter(pair -> contrast(pair) < pair.least())
                .map(pair -> new Shortfall(pair, contrast(pair)))
                .toList();
    }

    /**
     * The pair of this role that comes nearest to failing. A ground is judged by the text that it is made for, so that one bad
     * colour is not held against all that lies below it.
     */
    public Optional<Shortfall> weakest(Role role) {
        return Pair.ALL.stream()
                .filter(pair -> pair.front() == role || pair.ground() == role && pair.isTextFor(role))
                .map(pair -> new Shortfall(pair, contrast(pair)))
                .min((a, b) -> Double.compare(
                        a.contrast() / a.pair().least(), b.contrast() / b.pair().least()));
    }

    /**
     * The nearest colour for this role that stands out from everything that it meets. What is derived follows this colour, so
     * the whole palette is computed anew for each candidate.
     */
    public Optional<Color> passing(Role role) {
        return color(role).nearest(candidate -> {
            Map<Role, Color> given = new EnumMap<>(colors);
            given.put(role, candidate);
            return of(given).shortfalls().stream().noneMatch(each -> each.pair().meets(role));
        });
    }

    void writeTo(StringBuilder css, String indent) {
        for (Role role : Role.values())
            css.append(indent)
                    .append("--gh-")
                    .append(role.token())
                    .append(": ")
                    .append(color(role).hex())
                    .append(";\n");
    }
}
