package io.gatehouse.gateway.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Rules that several kinds of entities share, in the words that the Admin API uses everywhere. */
final class Rules {

    static final String REQUIRED = "required field missing";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~-]+");
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]+]?");

    private final BiConsumer<String, String> broken;

    Rules(BiConsumer<String, String> broken) {
        this.broken = broken;
    }

    void required(String field, Object value) {
        if (value == null || value.equals("")) {
            broken.accept(field, REQUIRED);
        }
    }

    void between(String field, Integer value, int least, int most) {
        if (value < least || value > most) {
            broken.accept(field, "value should be between " + least + " and " + most);
        }
    }

    void oneOf(String field, Object value, List<?> allowed) {
        if (!allowed.contains(value)) {
            String listed =
                    String.join(", ", allowed.stream().map(Object::toString).toList());
            broken.accept(field, "'" + value + "' is not available; expected one of: " + listed);
        }
    }

    void eachOneOf(String field, List<String> values, List<String> allowed) {
        for (int i = 0; i < values.size(); i++) {
            oneOf(field + "." + (i + 1), values.get(i), allowed);
        }
        if (values.isEmpty()) {
            broken.accept(field, "length must be at least 1");
        }
    }

    void eachFits(String field, List<String> values, Pattern pattern) {
        for (int i = 0; values != null && i < values.size(); i++) {
            if (!pattern.matcher(values.get(i)).matches()) {
                broken.accept(field + "." + (i + 1), "invalid value: " + values.get(i));
            }
        }
    }

    void name(String field, String value) {
        if (value != null && !NAME.matcher(value).matches()) {
            broken.accept(
                    field,
                    "invalid value '" + value + "': it must only contain alphanumeric and '., -, _, ~' characters");
        }
    }

    void host(String field, String value) {
        if (!isHost(value)) {
            broken.accept(field, "invalid value: " + value + "; expected a host name or an IP address");
        }
    }

    static boolean isHost(String text) {
        return HOST_NAME.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    void tags(List<String> tags) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; tags != null && i < tags.size(); i++) {
            String tag = tags.get(i);
            if (tag.isEmpty() || tag.contains(",") || tag.contains("/")) {
                broken.accept("tags." + (i + 1), "invalid tag '" + tag + "': a tag has neither ',' nor '/'");
            } else if (!seen.add(tag)) {
                broken.accept("tags." + (i + 1), "'" + tag + "' is there twice");
            }
        }
    }
}
