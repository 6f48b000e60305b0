package io.gatehouse.gateway.router;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as in PCRE. Java's matcher goes back and tries again, which for some expressions takes longer than the universe
 * will last; so it may look at so many characters, and no more.
 */
public final class BoundedRegex {

    private static final int LONGEST = 2_000;
    private static final int SHOWN = 40;
    private static final int MOST_LOOKS = 100_000;
    /** A long text may be looked at as often as an expression that does not go back needs to. */
    private static final int MOST_LOOKS_AT_A_CHARACTER = 16;

    private final String regex;
    private final RegexText text;
    private final Pattern pattern;
    /** Then what does not match from the beginning on does not match at all, and need not be tried from everywhere. */
    private final boolean startsAnywhere;

    private BoundedRegex(String regex, RegexText text, Pattern pattern) {
        this.regex = regex;
        this.text = text;
        this.pattern = pattern;
        this.startsAnywhere = regex.startsWith(".*") && regex.indexOf('|') < 0;
    }

    /**
     * @param flags of {@link Pattern}
     * @throws IllegalArgumentException with a message for the operator
     */
    public static BoundedRegex compile(String regex, int flags) {
        if (regex.length() > LONGEST) {
            throw invalid(regex.substring(0, SHOWN) + "...", "longer than " + LONGEST + " characters");
        }
        try {
            RegexText text = RegexText.of(regex);
            return new BoundedRegex(regex, text, Pattern.compile(text.java(), flags));
        } catch (PatternSyntaxException e) {
            throw invalid(regex, e.getDescription());
        } catch (IllegalArgumentException e) {
            throw invalid(regex, e.getMessage());
        } catch (StackOverflowError e) {
            throw invalid(regex, "nested too deep");
        }
    }

    static IllegalArgumentException invalid(String regex, String reason) {
        return new IllegalArgumentException("invalid regex: '" + regex + "' (" + reason + ")");
    }

    /** What every text that it matches at its beginning begins with. */
    String start() {
        return text.start();
    }

    /** Numbers of the groups that have names. */
    Map<String, Integer> groups() {
        return text.groups();
    }

    /**
     * How it matches the beginning of a text; null if it does not.
     *
     * @throws IllegalStateException when it takes too long to find out: no route is safer than a wrong one
     */
    Matcher beginning(String input) {
        Matcher matcher = pattern.matcher(new Counted(input));
        try {
            return matcher.lookingAt() ? matcher : null;
        } catch (TooManyLooks | StackOverflowError e) {
            throw tooLong();
        }
    }

    /**
     * Whether it matches anywhere in a text.
     *
     * @throws IllegalStateException when it takes too long to find out
     */
    public boolean isIn(String input) {
        try {
            Matcher matcher = pattern.matcher(new Counted(input));
            return startsAnywhere ? matcher.lookingAt() : matcher.find();
        } catch (TooManyLooks | StackOverflowError e) {
            throw tooLong();
        }
    }

    private IllegalStateException tooLong() {
        return new IllegalStateException("It takes too long to match with " + regex);
    }

    /** A text, counting how often it is looked at. */
    private static final class Counted implements CharSequence {

        private final String text;
        private final long mostLooks;
        private long looks;

        private Counted(String text) {
            this.text = text;
            this.mostLooks = MOST_LOOKS + (long) MOST_LOOKS_AT_A_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > mostLooks) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
