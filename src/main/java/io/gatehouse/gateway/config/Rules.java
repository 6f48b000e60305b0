package io.gatehouse.gateway.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules that several kinds of entities share, in the words that the Admin API uses everywhere. */
final class Rules {

    private static final int LONGEST_NAME = 255;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~-]+");
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]+]?");

    private static final Pattern REQUEST_TARGET = Pattern.compile("/[\\x21-\\x7e]*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern LINE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private final BiConsumer<String, String> broken;

    Rules(BiConsumer<String, String> broken) {
        this.broken = broken;
    }

    void required(String field, Object value) {
        if (value == null || value.equals("")) {
            broken.accept(field, "required field missing");
        }
    }

    /** What an entity is known by must fit into an index of any database. */
    void shortEnough(String field, String value) {
        if (value != null && value.length() > LONGEST_NAME) {
            broken.accept(field, "length must be at most " + LONGEST_NAME);
        }
    }

    void between(String field, Number value, int least, int most) {
        if (value == null || value.doubleValue() < least || value.doubleValue() > most) {
            broken.accept(field, "value should be between " + least + " and " + most);
        }
    }

    void oneOf(String field, Object value, List<?> allowed) {
        if (!allowed.contains(value)) {
            broken.accept(field, notAvailable(value, allowed));
        }
    }

    private static String notAvailable(Object value, List<?> allowed) {
        String listed = allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
        return "'" + value + "' is not available; expected one of: " + listed;
    }

    /** @param problemOf says what is wrong with a value, or null */
    void each(String field, List<String> values, UnaryOperator<String> problemOf) {
        for (int i = 0; values != null && i < values.size(); i++) {
            String problem = problemOf.apply(values.get(i));
            if (problem != null) {
                broken.accept(field + "." + (i + 1), problem);
            }
        }
    }

    void someOf(String field, List<String> values, List<String> allowed) {
        some(field, values, value -> allowed.contains(value) ? null : notAvailable(value, allowed));
    }

    /** At least one, each without a problem. */
    void some(String field, List<String> values, UnaryOperator<String> problemOf) {
        if (values.isEmpty()) {
            broken.accept(field, "length must be at least 1");
        }
        each(field, values, problemOf);
    }

    /** What keeps a route or service from speaking it, or null. */
    static String protocolProblem(String protocol) {
        return switch (protocol) {
            case "http", "https", "grpc", "grpcs" -> null;
            case "ws", "wss" ->
                "'" + protocol
                        + "' is not available: WebSockets pass over http and https; expected one of: http, https, grpc, grpcs";
            default -> notAvailable(protocol, List.of("http", "https", "grpc", "grpcs"));
        };
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

    /** What stands in a header of each call. */
    void noControls(String field, String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            broken.accept(field, "must not contain control characters");
        }
    }

    /** What may stand as the name of a header or a cookie. */
    void token(String field, String value) {
        if (value != null && !TOKEN.matcher(value).matches()) {
            broken.accept(field, "invalid value: " + value + "; expected a name without spaces");
        }
    }

    /** What a request line can carry as it is. */
    void requestTarget(String field, String value) {
        if (!REQUEST_TARGET.matcher(value).matches()) {
            broken.accept(field, "should start with: / and have no spaces or control characters");
        }
    }

    /** @param headers null for none */
    void headers(String field, Map<String, List<String>> headers) {
        if (headers == null) {
            return;
        }
        headers.forEach((name, values) -> {
            boolean readable = values != null
                    && values.stream()
                            .allMatch(value ->
                                    value != null && LINE.matcher(value).matches());
            if (!readable || !TOKEN.matcher(name).matches()) {
                broken.accept(field + "." + name, "expected the name of a header and a list of lines");
            }
        });
    }

    static boolean isHost(String text) {
        return HOST_NAME.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    void tags(List<String> tags) {
        Set<String> seen = new HashSet<>();
        each("tags", tags, tag -> {
            if (tag.isEmpty() || tag.contains(",") || tag.contains("/")) {
                return "invalid tag '" + tag + "': a tag has neither ',' nor '/'";
            }
            return seen.add(tag) ? null : "'" + tag + "' is there twice";
        });
    }
}
