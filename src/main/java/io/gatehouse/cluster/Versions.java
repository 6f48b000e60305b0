package io.gatehouse.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which nodes a control plane understands: those of its own major version that are not newer than itself. */
record Versions(String own) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(\\D.*)?");

    /** Why this node cannot be served, and what to do; empty if it can. */
    Optional<String> problem(String node) {
        Matcher here = NUMBERS.matcher(own);
        Matcher there = NUMBERS.matcher(node == null ? "" : node);
        if (!there.matches()) return Optional.of("The node does not say which version of Gatehouse it is.");
        if (!here.matches()) return Optional.empty();
        int majors = Integer.compare(number(there, 1), number(here, 1));
        if (majors != 0)
            return Optional.of("The node is Gatehouse " + node + " and the control plane " + own
                    + ": both must be of one major version. Update the older one.");
        if (number(there, 2) > number(here, 2))
            return Optional.of("The node is Gatehouse " + node + ", newer than the control plane, which is " + own
                    + ". Update the control plane first.");
        return Optional.empty();
    }

    private static int number(Matcher version, int group) {
        return Integer.parseInt(version.group(group));
    }
}
