package io.gatehouse.console;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with a configuration to people; the gateway says it to programs, which know its words from elsewhere. */
final class PlainWords {
    private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

    static {
        say("expected an integer", "Write a whole number.");
        say("expected a number", "Write a number.");
        say("required field missing|missing primary key", "Fill this in.");
        say("value should be between (\\S+) and (\\S+)", "Write a number from $1 to $2.");
        say("length must be at least 1", "Choose at least one.");
        say("'(.*)' is not available; expected one of: (.*)", "“$1” cannot be chosen. Possible are: $2.");
        say(
                "invalid value '.*': it must only contain alphanumeric and .*",
                "Use letters, digits, dots, dashes and underscores only.");
        say("invalid tag '(.*)': a tag has neither ',' nor '/'", "The tag “$1” must have neither a comma nor a slash.");
        say("'(.*)' is there twice", "“$1” is there twice.");
        say("should start with: / \\(fixed path\\).*", "Begin the path with “/”, or a regular expression with “~/”.");
        say("should start with: /", "Begin the path with “/”.");
        say("must not have empty segments", "Two slashes in a row match nothing; leave one out.");
        say("must not have the segments '.' or '..'", "Leave out “.” and “..” between slashes.");
        say("non-normalized path, consider use '(.*)' instead", "Write this path as “$1”.");
        say("invalid value: (.*); a path has no .*", "“$1” is no path: leave out spaces, “?”, “#” and “\\\\”.");
        say(
                "at least one of these fields must be non-empty: 'methods', 'hosts', 'paths'",
                "Give at least a path, a host or a method.");
        say("invalid value: (.*); expected a host name.*", "“$1” is neither a host name nor an IP address.");
        say("invalid value: (.*); an IPv6 address.*", "Write an IPv6 address in brackets: “[$1]”.");
        say(
                "invalid (port|wildcard) in '(.*)'(: .*)?",
                "“$2” has a wrong $1: write “api.example.com:8443”, “*.example.com” or “api.*”.");
        say("invalid value: (.*)", "“$1” does not fit here.");
    }

    /** The fields that this is about stand in the form by names of their own. */
    private static final Pattern ONE_OF = Pattern.compile("at least one of these fields must be non-empty: (.*)");

    private PlainWords() {}

    private static void say(String technical, String plain) {
        WORDS.put(Pattern.compile(technical, Pattern.DOTALL), plain);
    }

    static String of(String message) {
        if (message == null || message.isBlank()) return "This does not fit.";
        for (Map.Entry<Pattern, String> word : WORDS.entrySet()) {
            Matcher matcher = word.getKey().matcher(message);
            if (matcher.matches()) return matcher.replaceAll(word.getValue());
        }
        Matcher oneOf = ONE_OF.matcher(message);
        if (oneOf.matches()) return "Fill in at least one of these: " + labels(oneOf.group(1)) + ".";
        String text = Character.toUpperCase(message.charAt(0)) + message.substring(1);
        return text.matches("(?s).*[.?!…]") ? text : text + ".";
    }

    private static String labels(String quoted) {
        String labels = Arrays.stream(quoted.split(", "))
                .map(name -> "“" + SchemaForm.label(name.replaceAll("^'|'$", "")) + "”")
                .collect(Collectors.joining(", "));
        return labels.replaceFirst(", ([^,]*)$", " or $1");
    }
}
