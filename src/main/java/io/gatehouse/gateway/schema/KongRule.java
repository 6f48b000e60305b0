package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.router.BoundedRegex;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What Kong's language asks of a value beside its type. */
final class KongRule {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final String name;
    private final JsonNode wanted;
    private final Function<String, IllegalArgumentException> fault;

    private KongRule(String name, JsonNode wanted, Function<String, IllegalArgumentException> fault) {
        this.name = name;
        this.wanted = wanted;
        this.fault = fault;
    }

    static ValueCheck of(String name, JsonNode wanted, Function<String, IllegalArgumentException> fault) {
        return new KongRule(name, wanted, fault).check();
    }

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private ValueCheck check() {
        return switch (name) {
            case "between" -> between();
            case "gt" -> number(least -> value -> value.doubleValue() > least, "value must be greater than " + shown());
            case "eq" -> value -> Objects.equals(value, wanted) ? null : "value must be " + wanted;
            case "ne" -> value -> Objects.equals(value, wanted) ? "value must not be " + wanted : null;
            case "one_of" -> oneOf();
            case "len_eq" -> length(value -> length(value) == wanted.asInt(), "length must be " + shown());
            case "len_min" -> length(value -> length(value) >= wanted.asInt(), "length must be at least " + shown());
            case "len_max" -> length(value -> length(value) <= wanted.asInt(), "length must be at most " + shown());
            case "starts_with" -> starts();
            case "match" -> pattern(regex -> value -> isIn(regex, value), "invalid value");
            case "not_match" -> pattern(regex -> value -> !isIn(regex, value), "invalid value");
            case "match_all" -> pattern(regex -> all(value -> isIn(regex, value)), "invalid value");
            case "match_none" -> pattern(regex -> all(value -> !isIn(regex, value)), "invalid value");
            case "match_any" -> matchAny();
            case "timestamp" -> flag(value -> value.doubleValue() > 0, "expected a valid timestamp");
            case "uuid" -> flag(value -> UUID.matcher(value.asText()).matches(), "expected a valid UUID");
            case "format" -> format();
            case "unique" -> flag(value -> isUnique(value), "expected no value twice");
            default -> throw fault.apply("'" + name + "' is not a word of this language that is known here");
        };
    }

    private ValueCheck between() {
        if (!wanted.isArray()
                || wanted.size() != 2
                || !wanted.path(0).isNumber()
                || !wanted.path(1).isNumber()) throw fault.apply("between needs two numbers");
        double least = wanted.path(0).doubleValue();
        double most = wanted.path(1).doubleValue();
        String problem = "value should be between " + wanted.path(0) + " and " + wanted.path(1);
        return value -> value.doubleValue() >= least && value.doubleValue() <= most ? null : problem;
    }

    private ValueCheck number(Function<Double, Predicate<JsonNode>> rule, String problem) {
        if (!wanted.isNumber()) throw fault.apply(name + " needs a number");
        return rule(rule.apply(wanted.doubleValue()), problem);
    }

    private ValueCheck length(Predicate<JsonNode> rule, String problem) {
        if (!wanted.isInt() || wanted.asInt() < 0) throw fault.apply(name + " needs a length");
        return rule(rule, problem);
    }

    private ValueCheck flag(Predicate<JsonNode> rule, String problem) {
        if (!wanted.isBoolean()) throw fault.apply(name + " needs true or false");
        return wanted.asBoolean() ? rule(rule, problem) : ValueCheck.NONE;
    }

    private ValueCheck oneOf() {
        if (!wanted.isArray() || wanted.isEmpty()) throw fault.apply("one_of needs a list of values");
        Set<String> values = new HashSet<>();
        List<String> shown = new ArrayList<>();
        for (JsonNode value : wanted) {
            values.add(value.asText());
            shown.add(value.asText());
        }
        return rule(value -> values.contains(value.asText()), "expected one of: " + String.join(", ", shown));
    }

    private ValueCheck starts() {
        if (!wanted.isTextual()) throw fault.apply("starts_with needs a text");
        return rule(value -> value.asText().startsWith(wanted.asText()), "should start with: " + wanted.asText());
    }

    private ValueCheck pattern(Function<BoundedRegex, Predicate<JsonNode>> rule, String problem) {
        if (!wanted.isTextual()) throw fault.apply(name + " needs a pattern");
        try {
            return rule(rule.apply(LuaPattern.compile(wanted.asText())), problem);
        } catch (IllegalArgumentException e) {
            throw fault.apply(e.getMessage());
        }
    }

    /** Kong writes this one as an object with patterns in it, and its documentation as one pattern. */
    private ValueCheck matchAny() {
        if (wanted.isTextual()) return pattern(regex -> any(value -> isIn(regex, value)), "invalid value");
        List<ValueCheck> patterns = new ArrayList<>();
        for (JsonNode pattern : wanted.path("patterns")) patterns.add(new KongRule("match", pattern, fault).check());
        if (patterns.isEmpty()) throw fault.apply("match_any needs patterns");
        return rule(value -> patterns.stream().anyMatch(each -> each.problem(value) == null), "invalid value");
    }

    private ValueCheck format() {
        return switch (wanted.asText()) {
            case "date" -> time(LocalDate::parse);
            case "date-time" -> time(OffsetDateTime::parse);
            case "time" -> time(OffsetTime::parse);
            default -> throw fault.apply("format must be one of date, date-time, time");
        };
    }

    private ValueCheck time(Function<String, Object> parser) {
        return rule(
                value -> {
                    try {
                        return parser.apply(value.asText()) != null;
                    } catch (DateTimeException notOne) {
                        return false;
                    }
                },
                "expected a " + wanted.asText());
    }

    private static ValueCheck rule(Predicate<JsonNode> rule, String problem) {
        return value -> rule.test(value) ? null : problem;
    }

    private static boolean isIn(BoundedRegex regex, JsonNode value) {
        return regex.isIn(value.asText());
    }

    private static Predicate<JsonNode> all(Predicate<JsonNode> each) {
        return list -> IntStream.range(0, list.size()).allMatch(i -> each.test(list.path(i)));
    }

    private static Predicate<JsonNode> any(Predicate<JsonNode> each) {
        return list -> IntStream.range(0, list.size()).anyMatch(i -> each.test(list.path(i)));
    }

    private static int length(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.size();
    }

    private static boolean isUnique(JsonNode list) {
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode value : list) if (!seen.add(value)) return false;
        return true;
    }

    private String shown() {
        return wanted.asText();
    }
}
