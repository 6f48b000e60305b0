package io.gatehouse.gateway.router;

import java.util.Map;

/** What the groups of a path's regular expression caught. */
public final class Captures {

    public static final Captures NONE = new Captures(new String[0], Map.of());

    private final String[] groups;
    private final Map<String, Integer> numbers;

    /**
     * @param groups by number; 0 is all that matched
     * @param numbers of the groups that have names
     */
    Captures(String[] groups, Map<String, Integer> numbers) {
        this.groups = groups;
        this.numbers = numbers;
    }

    /** All that matched. */
    String whole() {
        return groups[0];
    }

    /** Null if there is no such group, or if it caught nothing. */
    public String get(String nameOrNumber) {
        Integer named = numbers.get(nameOrNumber);
        int number = named == null ? number(nameOrNumber) : named;
        return number >= 0 && number < groups.length ? groups[number] : null;
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }
}
