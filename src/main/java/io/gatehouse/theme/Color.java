package io.gatehouse.theme;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A colour of the screen (sRGB, no transparency), and how it reads on another one. */
public record Color(int red, int green, int blue) {
    private static final Pattern HEX = Pattern.compile("#?([0-9a-fA-F]{6})");
    private static final Pattern SHORT_HEX = Pattern.compile("#?([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])");
    static final Color WHITE = new Color(255, 255, 255);
    static final Color BLACK = new Color(0, 0, 0);

    /** Reads {@code #0B6B5D} or {@code #fff}; nothing else is a colour here. */
    public static Optional<Color> parse(String text) {
        String clean = text == null ? "" : text.strip();
        var shorter = SHORT_HEX.matcher(clean);
        if (shorter.matches()) {
            clean = shorter.group(1).repeat(2)
                    + shorter.group(2).repeat(2)
                    + shorter.group(3).repeat(2);
        }
        var hex = HEX.matcher(clean);
        if (!hex.matches()) return Optional.empty();
        int value = Integer.parseInt(hex.group(1), 16);
        return Optional.of(new Color(value >> 16, value >> 8 & 255, value & 255));
    }

    public String hex() {
        return String.format(Locale.ROOT, "#%02X%02X%02X", red, green, blue);
    }

    /** WCAG 2.2's contrast ratio, from 1 to 21. */
    public double contrast(Color other) {
        double mine = luminance();
        double theirs = other.luminance();
        return (Math.max(mine, theirs) + 0.05) / (Math.min(mine, theirs) + 0.05);
    }

    double luminance() {
        return 0.2126 * Oklab.linear(red) + 0.7152 * Oklab.linear(green) + 0.0722 * Oklab.linear(blue);
    }

    /** The colour between this one and another, as the eye sees it. */
    Color mix(Color other, double share) {
        return Oklab.of(this).mix(Oklab.of(other), share).color();
    }

    Color tintedBy(Color other, double lightnessShare, double hueShare) {
        return Oklab.of(this)
                .tintedBy(Oklab.of(other), lightnessShare, hueShare)
                .color();
    }

    /** The colour of the same hue, as near to this one in lightness as can be, that is good enough. */
    Optional<Color> nearest(Predicate<Color> isGood) {
        if (isGood.test(this)) return Optional.of(this);
        Oklab start = Oklab.of(this);
        for (int step = 1; step <= 100; step++) {
            for (double lightness : new double[] {start.lightness() - step / 100.0, start.lightness() + step / 100.0}) {
                if (lightness < 0 || lightness > 1) continue;
                Color candidate = start.withLightness(lightness).color();
                if (isGood.test(candidate)) return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
