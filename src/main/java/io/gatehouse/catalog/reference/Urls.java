package io.gatehouse.catalog.reference;

import java.nio.charset.StandardCharsets;

/** Writes parts of addresses so that nothing in a spec can leave its place. */
final class Urls {
    private static final String UNRESERVED = "-._~";
    private static final String IN_PATHS = UNRESERVED + "/!$&'()*+,;=:@{}?%";

    private Urls() {}

    /** One value: everything but letters and digits is encoded. */
    static String encoded(String text) {
        return encoded(text, UNRESERVED);
    }

    /** A whole path: only what may not stand in one is encoded. Open parameters keep their braces. */
    static String path(String path) {
        String encoded = encoded(path, IN_PATHS);
        return encoded.startsWith("/") ? encoded : "/" + encoded;
    }

    private static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }
}
