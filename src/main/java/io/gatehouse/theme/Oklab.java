package io.gatehouse.theme;

/**
 * A colour in Björn Ottosson's OKLab space, where equal steps look equal: there colours are mixed
 * without the grey or shifted hues that mixing red, green and blue gives.
 */
record Oklab(double lightness, double a, double b) {

    static Oklab of(Color color) {
        double red = linear(color.red());
        double green = linear(color.green());
        double blue = linear(color.blue());
        double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        return new Oklab(
                0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    Oklab mix(Oklab other, double share) {
        return new Oklab(
                lightness + (other.lightness - lightness) * share,
                a + (other.a - a) * share,
                b + (other.b - b) * share);
    }

    /** This colour as a ground in the other's hue: a little of its lightness, more of its hue, so that it does not look grey. */
    Oklab tintedBy(Oklab other, double lightnessShare, double hueShare) {
        return new Oklab(
                lightness + (other.lightness - lightness) * lightnessShare, other.a * hueShare, other.b * hueShare);
    }

    Oklab withLightness(double given) {
        return new Oklab(given, a, b);
    }

    /** The nearest colour that a screen can show: chroma gives way first, so that hue and lightness stay. */
    Color color() {
        for (double chroma = 1; chroma > 0; chroma -= 0.02) {
            double[] rgb = linearRgb(chroma);
            if (isShown(rgb[0]) && isShown(rgb[1]) && isShown(rgb[2]))
                return new Color(channel(rgb[0]), channel(rgb[1]), channel(rgb[2]));
        }
        int grey = channel(Math.pow(lightness, 3));
        return new Color(grey, grey, grey);
    }

    private double[] linearRgb(double chroma) {
        double l = Math.pow(lightness + chroma * (0.3963377774 * a + 0.2158037573 * b), 3);
        double m = Math.pow(lightness - chroma * (0.1055613458 * a + 0.0638541728 * b), 3);
        double s = Math.pow(lightness - chroma * (0.0894841775 * a + 1.2914855480 * b), 3);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean isShown(double channel) {
        return channel >= -0.0005 && channel <= 1.0005;
    }

    static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int channel(double linear) {
        double clamped = Math.min(1, Math.max(0, linear));
        double value = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * Math.pow(clamped, 1 / 2.4) - 0.055;
        return (int) Math.round(value * 255);
    }
}
