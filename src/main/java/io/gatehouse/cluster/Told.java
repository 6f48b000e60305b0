package io.gatehouse.cluster;

import io.gatehouse.web.Text;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What nodes say of themselves, made fit for lines and pages of ours. */
final class Told {
    static final int LONGEST_NAME = 253;
    static final int LONGEST_VERSION = 40;
    static final int LONGEST_PROBLEM = 2000;
    private static final int LONGEST_LABEL = 60;
    private static final int LONGEST_CONTENT = 200;
    private static final int MOST_LABELS = 20;

    /** Also what turns the direction of the text around it. */
    private static final Pattern NOT_IN_A_LINE =
            Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]+");

    private Told() {}

    /** Null stays null. */
    static String line(String said, int most) {
        if (said == null) return null;
        // Cut first, so that it costs nothing to be told much.
        return NOT_IN_A_LINE.matcher(Text.cut(said, most)).replaceAll(" ").strip();
    }

    static Map<String, String> labels(Map<String, String> said) {
        Map<String, String> clean = new TreeMap<>();
        if (said == null) return clean;
        said.entrySet().stream()
                .filter(label -> label.getKey() != null && label.getValue() != null)
                .limit(MOST_LABELS)
                .forEach(label ->
                        clean.put(line(label.getKey(), LONGEST_LABEL), line(label.getValue(), LONGEST_CONTENT)));
        return clean;
    }
}
