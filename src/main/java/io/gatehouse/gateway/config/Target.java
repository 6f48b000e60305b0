package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * One of the addresses behind an upstream.
 *
 * @param target host and port; the port may be left out and is then 8000
 * @param weight its share of the calls, measured by the weights of the others; 0 for none
 * @param createdAt epoch seconds, with a fraction, as is {@code updatedAt}
 */
public record Target(
        UUID id, Ref upstream, String target, Integer weight, List<String> tags, Number createdAt, Number updatedAt)
        implements ConfigRules {

    private static final int MOST_WEIGHT = 65_535;
    private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");

    public Target {
        target = target == null || target.isEmpty() || HostPattern.portColon(target) >= 0 ? target : target + ":8000";
        weight = weight == null ? Integer.valueOf(100) : weight;
    }

    /** One that is not configured. */
    public static Target of(String host, int port) {
        return new Target(null, null, host + ":" + port, null, null, null, null);
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("upstream", upstream);
        rules.required("target", target);
        String problem = target == null || target.isEmpty() ? null : problemOf(target);
        if (problem != null) {
            broken.accept("target", problem);
        }
        rules.between("weight", weight, 0, MOST_WEIGHT);
        rules.tags(tags);
    }

    /** Without port, and without the brackets of an IPv6 address. */
    public String host() {
        String host = target.substring(0, HostPattern.portColon(target));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public int port() {
        return Integer.parseInt(target.substring(HostPattern.portColon(target) + 1));
    }

    /** What is wrong with a host and perhaps its port, or null. */
    static String problemOf(String text) {
        return text.contains("*") ? "invalid value: " + text : HostPattern.problemOf(text);
    }

    /** Whether a host is a name, and no address. */
    public static boolean isName(String host) {
        return host.indexOf(':') < 0 && !IPV4.matcher(host).matches() && Rules.isHost(host);
    }
}
