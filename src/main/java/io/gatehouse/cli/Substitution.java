package io.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what a file takes from the environment: {@code ${NAME}} anywhere in a value, and the reference {@code {vault://env/NAME}} as
 * a whole one. Done after the file was read, so that no value of a variable can be taken for a part of the file; what is filled in is
 * always text.
 */
final class Substitution {
    private static final Pattern VARIABLE = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern REFERENCE =
            Pattern.compile("\\{vault://(?<vault>[^/}]+)/(?<name>[^/?}]+)(/(?<member>[^?}]+))?(\\?[^}]*)?}");

    private final UnaryOperator<String> environment;
    private final BiConsumer<String, String> problems;

    /** @param problems are told each with its place in the document */
    Substitution(UnaryOperator<String> environment, BiConsumer<String, String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    void fill(ObjectNode document) {
        fill(document, "");
    }

    private JsonNode fill(JsonNode node, String path) {
        if (node instanceof ObjectNode object)
            object.properties().forEach(member -> {
                String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                member.setValue(fill(member.getValue(), at));
            });
        if (node instanceof ArrayNode list)
            for (int i = 0; i < list.size(); i++) list.set(i, fill(list.get(i), path + "." + (i + 1)));
        return node.isTextual() ? text(node, path) : node;
    }

    private JsonNode text(JsonNode node, String path) {
        String given = node.textValue();
        Matcher reference = REFERENCE.matcher(given);
        if (reference.matches()) return TextNode.valueOf(referred(reference, path));
        if (!given.contains("${")) return node;
        return TextNode.valueOf(VARIABLE.matcher(given)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).isEmpty()
                                ? variable(found.group(2), path)
                                : found.group().substring(1))));
    }

    private String variable(String name, String path) {
        String value = environment.apply(name);
        if (value != null) return value;
        problems.accept(
                path,
                "the environment has no " + name + "; set it, or write $${" + name + "} if it is meant as it stands");
        return "";
    }

    /** As Kong names them: {@code my-secret} is the variable {@code MY_SECRET}. */
    private String referred(Matcher reference, String path) {
        if (!reference.group("vault").equals("env")) {
            problems.accept(
                    path,
                    "there is no vault '" + reference.group("vault")
                            + "' here; references to the environment begin with {vault://env/");
            return "";
        }
        String name = reference.group("name").replace('-', '_').toUpperCase(Locale.ROOT);
        String value = environment.apply(name);
        if (value == null) {
            problems.accept(path, "the environment has no " + name + ", which " + reference.group() + " asks for");
            return "";
        }
        String member = reference.group("member");
        return member == null ? value : member(name, value, member, path);
    }

    private String member(String name, String value, String member, String path) {
        try {
            JsonNode found = ConfigJson.MAPPER.readTree(value).path(member);
            if (found.isValueNode() && !found.isNull()) return found.asText();
        } catch (JsonProcessingException notJson) {
            // Told below: what is in it may be secret.
        }
        problems.accept(path, name + " holds no JSON object with the member '" + member + "'");
        return "";
    }
}
