package io.gatehouse.gateway.router;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A header that a route asks for, with the values of which one is enough. The case of neither counts. A value {@code ~*...} that is the
 * only one is a regular expression that may match anywhere in the header.
 */
public final class HeaderCriterion {

    private static final String REGEX = "~*";

    private final String name;
    private final Set<String> values = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final BoundedRegex regex;

    private HeaderCriterion(String name, List<String> values, BoundedRegex regex) {
        this.name = name;
        this.values.addAll(values);
        this.regex = regex;
    }

    /** @throws IllegalArgumentException with a message for the operator */
    public static HeaderCriterion of(String name, List<String> values) {
        boolean isRegex = values.size() == 1 && values.get(0).startsWith(REGEX);
        return new HeaderCriterion(
                name,
                values,
                isRegex
                        ? BoundedRegex.compile(values.get(0).substring(REGEX.length()), Pattern.CASE_INSENSITIVE)
                        : null);
    }

    /** Every field of this name is tried, as a whole: a list in one field is one value. */
    boolean isMetBy(Router.Request request) {
        for (String value : request.headerValues(name)) {
            if (values.contains(value) || regex != null && regex.isIn(value)) {
                return true;
            }
        }
        return false;
    }
}
