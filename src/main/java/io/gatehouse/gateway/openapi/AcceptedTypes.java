package io.gatehouse.gateway.openapi;

/** Reads Accept (RFC 9110, section 12.5.1). */
final class AcceptedTypes {

    private AcceptedTypes() {}

    /** How welcome a type is, from 0 to 1: the most specific range that takes it in decides. */
    static double quality(String accept, ContentType type) {
        double quality = 0;
        int specific = -1;
        for (String part : accept.split(",")) {
            ContentType range = ContentType.of(part);
            int detail = range.name().equals("*/*") || range.name().equals("*")
                    ? 0
                    : range.name().endsWith("/*") ? 1 : 2;
            if (!type.isIn(range.name()) || detail <= specific) continue;
            specific = detail;
            quality = number(range.parameters().getOrDefault("q", "1"));
        }
        return quality;
    }

    private static double number(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 1;
    }
}
