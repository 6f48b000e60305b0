package io.gatehouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in decK's <code>${{ env "DECK_X" }}</code>, as decK does it: in the text, before it is read, and only variables whose names begin
 * with DECK_, so that a file from elsewhere cannot have just anything.
 */
final class DeckTemplate {
    private static final Pattern ACTION = Pattern.compile("\\$\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|(\\||[^\\s|\"'`]+))");
    private static final String PREFIX = "DECK_";
    private static final List<String> TRUE = List.of("1", "t", "T", "true", "TRUE", "True");
    private static final List<String> FALSE = List.of("0", "f", "F", "false", "FALSE", "False");

    private final UnaryOperator<String> environment;

    DeckTemplate(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Why an action cannot be carried out. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /** A word of an action, or the bar between two steps. */
    private record Word(String text, boolean isQuoted) {
        boolean isBar() {
            return !isQuoted && text.equals("|");
        }
    }

    /** @param problems line, counted from 1, and what is wrong there */
    String fill(String text, BiConsumer<Integer, String> problems) {
        return ACTION.matcher(text).replaceAll(action -> {
            try {
                return Matcher.quoteReplacement(value(steps(action.group(1))));
            } catch (Unfit unfit) {
                problems.accept(line(text, action), unfit.getMessage());
                return "";
            }
        });
    }

    private static int line(String text, MatchResult action) {
        return 1
                + (int) text.substring(0, action.start())
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count();
    }

    private static List<List<String>> steps(String action) throws Unfit {
        List<List<String>> steps = new ArrayList<>(List.of(new ArrayList<>()));
        String inner = action.strip();
        Matcher word = WORD.matcher(inner);
        int at = 0;
        for (; at < inner.length() && word.find(at) && word.start() == at; at = word.end()) {
            Word next = word(word);
            if (next.isBar()) steps.add(new ArrayList<>());
            else steps.get(steps.size() - 1).add(next.text());
        }
        if (at < inner.length() || steps.stream().anyMatch(List::isEmpty)) throw unread(action);
        return steps;
    }

    private static Word word(Matcher matcher) {
        for (int group = 1; group <= 3; group++)
            if (matcher.group(group) != null) return new Word(matcher.group(group), true);
        return new Word(matcher.group(4), false);
    }

    private static Unfit unread(String action) {
        return new Unfit("${{" + action
                + "}} cannot be read; expected ${{ env \"DECK_NAME\" }}, and after it | toInt, | toBool, | toFloat,"
                + " | indent 2 or | default \"text\"");
    }

    private String value(List<List<String>> steps) throws Unfit {
        List<String> first = steps.get(0);
        if (first.size() != 2 || !first.get(0).equals("env")) throw unread(" " + String.join(" ", first) + " ");
        String name = first.get(1);
        if (!name.startsWith(PREFIX))
            throw new Unfit(
                    "'" + name + "' must begin with " + PREFIX + " to be taken from the environment by ${{ env }}");
        String value = environment.apply(name);
        for (List<String> step : steps.subList(1, steps.size())) value = apply(step, value, name);
        if (value == null) throw missing(name);
        return value;
    }

    private static Unfit missing(String name) {
        return new Unfit("the environment has no " + name + "; set it, or give it a value with | default \"…\"");
    }

    private static String apply(List<String> step, String value, String name) throws Unfit {
        String function = step.get(0);
        if (function.equals("default") && step.size() == 2)
            return value == null || value.isEmpty() ? step.get(1) : value;
        if (value == null) throw missing(name);
        boolean isFit = switch (function) {
            case "toInt" -> value.matches("[+-]?\\d+");
            case "toFloat" -> value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
            case "toBool" -> TRUE.contains(value) || FALSE.contains(value);
            case "indent" -> step.size() == 2 && step.get(1).matches("\\d{1,3}");
            default ->
                throw new Unfit("there is no function '" + function
                        + "'; there are toInt, toFloat, toBool, indent and default");
        };
        // The value itself may be secret.
        if (!isFit) throw new Unfit("the value of " + name + " is not fit for " + String.join(" ", step));
        if (function.equals("toBool")) return String.valueOf(TRUE.contains(value));
        return function.equals("indent") ? value.replaceAll("(?m)^", " ".repeat(Integer.parseInt(step.get(1)))) : value;
    }
}
