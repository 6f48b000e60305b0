package io.gatehouse.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * A name that clients of https ask for, and the certificate that they are shown.
 *
 * @param name of a host, also with {@code *} for its first or last label; {@code *} alone stands for whatever no other name fits
 */
public record Sni(UUID id, String name, Ref certificate, List<String> tags, Long createdAt, Long updatedAt)
        implements ConfigRules {

    public Sni {
        name = name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("name", name);
        rules.required("certificate", certificate);
        if (name != null && !name.isEmpty() && !isFine(name)) {
            broken.accept(
                    "name",
                    "invalid value: " + name
                            + "; expected a host name, with '*' for nothing but its first or last label");
        }
        rules.tags(tags);
    }

    private static boolean isFine(String name) {
        if (name.equals("*")) return true;
        if (name.startsWith("*.")) return isName(name.substring(2));
        return isName(name.endsWith(".*") ? name.substring(0, name.length() - 2) : name);
    }

    /** Clients ask by name only, and not by address (RFC 6066, 3). */
    private static boolean isName(String text) {
        return Rules.isHost(text) && text.indexOf(':') < 0;
    }
}
