package io.gatehouse.folder;

import io.gatehouse.folder.YamlTree.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The fields of a YAML file or of a part of one: each is asked for by name and type, and what nobody asked for is unknown. */
final class YamlFields {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}");
    private static final Pattern NOT_TEXT =
            Pattern.compile("[-+]?[0-9.][0-9_.eE+-]*|true|false|yes|no|on|off", Pattern.CASE_INSENSITIVE);

    private final String file;
    private final String prefix;
    private final Map<String, Value> members;
    private final Findings findings;

    private YamlFields(String file, String prefix, Map<String, Value> members, Findings findings) {
        this.file = file;
        this.prefix = prefix;
        this.members = new LinkedHashMap<>(members);
        this.findings = findings;
    }

    /** Of a file that cannot be read there are none, and that is found. */
    static YamlFields of(String file, byte[] content, Findings findings) {
        try {
            Value root = YamlTree.read(content);
            if (root.members() != null) return new YamlFields(file, "", root.members(), findings);
            findings.add(file, root.line(), null, "Fields are expected here, such as “name: value”.");
        } catch (YamlTree.Unreadable unreadable) {
            findings.add(file, unreadable.line(), null, unreadable.getMessage());
        }
        return null;
    }

    /** Stripped, with line ends as they are in files; empty when it is not there. */
    String text(String name) {
        Value value = take(name);
        return value == null || value.isNothing() ? "" : text(name, value);
    }

    String needed(String name) {
        Value value = take(name);
        if (value == null
                || value.isNothing()
                || value.text() != null && value.text().isBlank()) {
            findings.add(file, prefix + name, "This field is missing, or has no value.");
            return "";
        }
        return text(name, value);
    }

    /** One of these words; null when it is none. */
    <E extends Enum<E>> E word(String name, E[] words) {
        String text = needed(name);
        if (text.isEmpty()) return null;
        List<String> known = new ArrayList<>();
        for (E word : words) {
            known.add(PortalState.word(word));
            if (PortalState.word(word).equals(text)) return word;
        }
        findings.add(file, prefix + name, "Use one of " + String.join(", ", known) + ".");
        return null;
    }

    /** Null when it is not there or no number. */
    Long number(String name) {
        Value value = take(name);
        if (value == null || value.isNothing()) return null;
        if (value.text() != null
                && !value.isQuoted()
                && NUMBER.matcher(value.text()).matches()) return Long.parseLong(value.text());
        findings.add(file, prefix + name, "A whole number is expected here.");
        return null;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Value item : list(name)) {
            String text = text(name, item);
            if (text.isEmpty()) findings.add(file, item.line(), prefix + name, "An item of this list is empty.");
            else texts.add(text);
        }
        return texts;
    }

    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        YamlFields fields = part(name);
        if (fields != null)
            List.copyOf(fields.members.keySet()).forEach(each -> texts.put(each, fields.anyScalar(each)));
        return texts;
    }

    /** Null when it is not there. */
    YamlFields part(String name) {
        Value value = take(name);
        if (value == null || value.isNothing()) return null;
        if (value.members() != null) return new YamlFields(file, prefix + name + ".", value.members(), findings);
        findings.add(file, prefix + name, "Fields are expected here, such as “name: value”.");
        return null;
    }

    List<YamlFields> parts(String name) {
        List<YamlFields> parts = new ArrayList<>();
        int number = 0;
        for (Value item : list(name)) {
            String path = prefix + name + "[" + ++number + "]";
            findings.place(file, path, item.line());
            if (item.members() == null) findings.add(file, path, "Fields are expected here, such as “name: value”.");
            else parts.add(new YamlFields(file, path + ".", item.members(), findings));
        }
        return parts;
    }

    /** To be called when everything that can be there was asked for. */
    void nothingElse() {
        members.forEach((name, value) -> findings.add(
                file, value.line(), prefix + name, "This field is unknown. Correct its name, or leave it out."));
    }

    private Value take(String name) {
        Value value = members.remove(name);
        if (value != null) findings.place(file, prefix + name, value.line());
        return value;
    }

    private List<Value> list(String name) {
        Value value = take(name);
        if (value == null || value.isNothing()) return List.of();
        if (value.items() != null) return value.items();
        findings.add(file, prefix + name, "A list is expected here: each item on a line of its own after “- ”.");
        return List.of();
    }

    private String anyScalar(String name) {
        Value value = take(name);
        if (value.text() != null) return value.text().strip();
        findings.add(file, prefix + name, "A single value is expected here.");
        return "";
    }

    private String text(String name, Value value) {
        if (value.text() == null) findings.add(file, value.line(), prefix + name, "A text is expected here.");
        else if (!value.isQuoted() && NOT_TEXT.matcher(value.text()).matches())
            findings.add(
                    file,
                    value.line(),
                    prefix + name,
                    "A text is expected here: put “" + value.text() + "” in quotes.");
        else return PortalState.clean(value.text());
        return "";
    }
}
