package io.gatehouse.gateway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One segment of a path template: text and the names of parameters by turns, beginning and ending with text, which may be empty. */
record SegmentPattern(List<String> texts, List<String> names) {

    static SegmentPattern of(String segment) {
        List<String> texts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int from = 0;
        while (true) {
            int open = segment.indexOf('{', from);
            int close = open < 0 ? -1 : segment.indexOf('}', open);
            if (close < 0) {
                texts.add(segment.substring(from));
                return new SegmentPattern(List.copyOf(texts), List.copyOf(names));
            }
            texts.add(segment.substring(from, open));
            names.add(segment.substring(open + 1, close));
            from = close + 1;
        }
    }

    boolean isText() {
        return names.isEmpty();
    }

    String text() {
        return texts.get(0);
    }

    /** Nothing but one parameter. */
    boolean isParameter() {
        return names.size() == 1 && texts.get(0).isEmpty() && texts.get(1).isEmpty();
    }

    /** The same text in the same places. */
    boolean isLike(SegmentPattern other) {
        return texts.equals(other.texts);
    }

    boolean matches(String segment) {
        return read(segment, null);
    }

    /** Each parameter takes as little as it can, and at least one character. */
    boolean read(String segment, Map<String, String> parameters) {
        if (!segment.startsWith(texts.get(0))) return false;
        int at = texts.get(0).length();
        for (int i = 0; i < names.size(); i++) {
            String after = texts.get(i + 1);
            boolean isLast = i + 1 == names.size();
            int end = isLast ? segment.length() - after.length() : segment.indexOf(after, at + 1);
            if (end <= at || isLast && !segment.endsWith(after)) return false;
            if (parameters != null) parameters.put(names.get(i), segment.substring(at, end));
            at = end + after.length();
        }
        return at == segment.length();
    }
}
