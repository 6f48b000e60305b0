package io.gatehouse.gateway.schema;

import com.networknt.schema.regex.RegularExpression;
import io.gatehouse.gateway.router.BoundedRegex;

/** Regular expressions of schemas: JavaScript's, and bounded, since whoever sends a value must not choose how long we look at it. */
final class EcmaRegex {

    private EcmaRegex() {}

    /** @throws IllegalArgumentException with a message for the operator */
    static RegularExpression compile(String regex) {
        BoundedRegex bounded = BoundedRegex.compile(anchoredAtTheEnd(regex), 0);
        return text -> {
            try {
                return bounded.isIn(text);
            } catch (IllegalStateException tooLong) {
                throw new Undecided();
            }
        };
    }

    /** Nobody can say whether a text matches. No exception, since the library takes those for “no”, and “no” may be what is asked for. */
    static final class Undecided extends Error {
        private static final long serialVersionUID = 1L;

        private Undecided() {
            super(null, null, false, false);
        }
    }

    /** Java's dollar sign also stands before a line break at the end, which would let that through. */
    private static String anchoredAtTheEnd(String regex) {
        StringBuilder java = new StringBuilder(regex.length() + 2);
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                java.append(c).append(regex.charAt(++i));
            } else if (c == '$' && !inClass) {
                java.append("\\z");
            } else {
                inClass = c == '[' || inClass && c != ']';
                java.append(c);
            }
        }
        return java.toString();
    }
}
