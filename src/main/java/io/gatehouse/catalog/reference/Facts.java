package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Node;
import java.util.ArrayList;
import java.util.List;

/** Puts the rules of a schema into words. */
final class Facts {
    private static final int LONGEST = 160;

    private final Layers schema;
    private final List<Fact> facts = new ArrayList<>();

    private Facts(Layers schema) {
        this.schema = schema;
    }

    static List<Fact> of(Layers schema) {
        return new Facts(schema).collect();
    }

    private List<Fact> collect() {
        value("default", "default");
        value("always", "const");
        range();
        value("multiple of", "multipleOf");
        amount("minLength", "maxLength", "character");
        amount("minItems", "maxItems", "item");
        amount("minProperties", "maxProperties", "property");
        if (schema.isTrue("uniqueItems")) {
            facts.add(new Fact("no item twice", ""));
        }
        value("pattern", "pattern");
        value("contains", "contentMediaType");
        value("encoded as", "contentEncoding");
        String discriminator = discriminator();
        if (!discriminator.isEmpty()) {
            facts.add(new Fact("told apart by", clip(discriminator)));
        }
        if (schema.first("additionalProperties").isFalse()
                || schema.first("unevaluatedProperties").isFalse()) {
            facts.add(new Fact("no other properties", ""));
        }
        if (schema.first("not").isObject() || schema.first("if").isObject()) {
            facts.add(new Fact("further conditions in the spec", ""));
        }
        return List.copyOf(facts);
    }

    private String discriminator() {
        Node discriminator = schema.first("discriminator");
        return discriminator.isText()
                ? discriminator.text()
                : discriminator.at("propertyName").text();
    }

    private void value(String words, String word) {
        Node value = schema.first(word);
        if (!value.isMissing()) {
            facts.add(new Fact(words, text(value)));
        }
    }

    /** A limit is exclusive by a flag beside it (until 3.0) or stands under a word of its own (3.1). */
    private void range() {
        bound("minimum", "exclusiveMinimum", "≥", ">");
        bound("maximum", "exclusiveMaximum", "≤", "<");
    }

    private void bound(String word, String exclusiveWord, String inclusive, String exclusive) {
        Node limit = schema.first(word);
        Node strict = schema.first(exclusiveWord);
        if (strict.type() == Node.Type.NUMBER) {
            facts.add(new Fact(exclusive, clip(strict.text())));
        }
        if (limit.isPresent()) {
            facts.add(new Fact(strict.isTrue() ? exclusive : inclusive, clip(limit.text())));
        }
    }

    private void amount(String leastWord, String mostWord, String unit) {
        String least = schema.first(leastWord).text();
        String most = schema.first(mostWord).text();
        boolean noLeast = least.isEmpty() || least.equals("0");
        if (noLeast && most.isEmpty()) {
            return;
        }
        String words;
        if (noLeast) {
            words = "at most " + clip(most) + " " + many(unit, most);
        } else if (most.isEmpty()) {
            words = "at least " + clip(least) + " " + many(unit, least);
        } else if (least.equals(most)) {
            words = "exactly " + clip(most) + " " + many(unit, most);
        } else {
            words = clip(least) + " to " + clip(most) + " " + many(unit, most);
        }
        facts.add(new Fact(words, ""));
    }

    private static String many(String unit, String amount) {
        if (amount.equals("1")) {
            return unit;
        }
        return unit.endsWith("y") ? unit.substring(0, unit.length() - 1) + "ies" : unit + "s";
    }

    static String text(Node value) {
        if (value.isText() && !value.text().isEmpty()) {
            return clip(value.text());
        }
        return clip(JsonText.pretty(value, LONGEST).replaceAll("\\s+", " "));
    }

    private static String clip(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
