package io.gatehouse.kongfiles;

import java.util.Optional;
import java.util.regex.Pattern;

/** A path that a route's regular expression matches, found by putting the shortest text in the place of each part that people write. */
final class SamplePath {
    private static final String[][] PARTS = {
        {"\\(\\?(?:<\\w+>|:)", "("},
        {"\\\\d[+*]?", "1"},
        {"\\\\w[+*]?", "a"},
        {"\\[\\^[^\\]]*][+*]?", "x"},
        {"\\[(\\w)[^\\]]*][+*]?", "$1"},
        {"(?<!\\\\)\\.[+*]", "x"},
        {"[$^]", ""},
        {"\\\\(\\W)", "$1"},
    };
    private static final Pattern GROUP = Pattern.compile("\\(([^()|]*)(?:\\|[^()]*)?\\)[?+*]?");

    private SamplePath() {}

    /** @param path of a route, with its {@code ~} if it is a regular expression */
    static Optional<String> of(String path) {
        if (!path.startsWith("~")) return Optional.of(path);
        String regex = path.substring(1);
        String sample = regex;
        for (String[] part : PARTS) sample = sample.replaceAll(part[0], part[1]);
        while (GROUP.matcher(sample).find()) sample = GROUP.matcher(sample).replaceFirst("$1");
        return Pattern.compile(regex).matcher(sample).lookingAt() ? Optional.of(sample) : Optional.empty();
    }
}
