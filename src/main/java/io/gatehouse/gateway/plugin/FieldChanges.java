package io.gatehouse.gateway.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a transformer does to one kind of fields, compiled: remove, rename, replace, add, append, in that order. The values are
 * rendered before the first change, so that every template sees the request as it came.
 */
public final class FieldChanges {

    private final List<String> remove;
    private final List<Rename> rename;
    private final List<Change> replace;
    private final List<Change> add;
    private final List<Change> append;

    /** Values are templates. */
    public FieldChanges(
            List<String> remove, List<String> rename, List<String> replace, List<String> add, List<String> append) {
        this(Template::compile, remove, rename, replace, add, append);
    }

    private FieldChanges(
            Function<String, Template> reading,
            List<String> remove,
            List<String> rename,
            List<String> replace,
            List<String> add,
            List<String> append) {
        this.remove = List.copyOf(remove);
        this.rename = rename.stream().map(Rename::of).toList();
        this.replace = Change.all(replace, reading);
        this.add = Change.all(add, reading);
        this.append = Change.all(append, reading);
    }

    /** Values are what they say. */
    public static Rendered plain(
            List<String> remove, List<String> rename, List<String> replace, List<String> add, List<String> append) {
        return new FieldChanges(Template::plain, remove, rename, replace, add, append).render(null);
    }

    public boolean isEmpty() {
        return remove.isEmpty() && rename.isEmpty() && replace.isEmpty() && add.isEmpty() && append.isEmpty();
    }

    /** Whether they make something of nothing. */
    public boolean canAdd() {
        return !add.isEmpty() || !append.isEmpty();
    }

    /** The changes for one request, their values rendered. */
    public Rendered render(Template.Values request) {
        return new Rendered(this, rendered(replace, request), rendered(add, request), rendered(append, request));
    }

    /** The name in {@code name:value}; also how a config is checked, which may lack the colon. */
    public static String nameIn(String entry) {
        int colon = entry.indexOf(':');
        return colon < 0 ? entry : entry.substring(0, colon);
    }

    /** The value in {@code name:value}: everything behind the first colon, colons included. */
    public static String valueIn(String entry) {
        return entry.substring(entry.indexOf(':') + 1);
    }

    private static List<String> rendered(List<Change> changes, Template.Values request) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<String> values = new ArrayList<>(changes.size());
        for (Change change : changes) {
            values.add(change.value.render(request));
        }
        return values;
    }

    private record Rename(String from, String to) {
        static Rename of(String entry) {
            return new Rename(nameIn(entry), valueIn(entry));
        }
    }

    private record Change(String name, Template value) {
        static List<Change> all(List<String> entries, Function<String, Template> reading) {
            return entries.stream()
                    .map(entry -> new Change(nameIn(entry), reading.apply(valueIn(entry))))
                    .toList();
        }
    }

    /** Changes whose values are settled. */
    public record Rendered(FieldChanges changes, List<String> replace, List<String> add, List<String> append) {

        /** Everything that the changes may write. */
        public Stream<String> values() {
            return Stream.of(replace, add, append).flatMap(List::stream);
        }

        public Rendered with(UnaryOperator<String> writing) {
            return new Rendered(changes, all(replace, writing), all(add, writing), all(append, writing));
        }

        private static List<String> all(List<String> values, UnaryOperator<String> writing) {
            return values.stream().map(writing).toList();
        }

        public void applyTo(Fields fields) {
            changes.remove.forEach(fields::remove);
            for (Rename rename : changes.rename) {
                if (fields.has(rename.from)) {
                    fields.rename(rename.from, rename.to);
                }
            }
            for (int i = 0; i < replace.size(); i++) {
                String name = changes.replace.get(i).name;
                if (fields.has(name)) {
                    fields.replace(name, replace.get(i));
                }
            }
            for (int i = 0; i < add.size(); i++) {
                String name = changes.add.get(i).name;
                if (!fields.has(name)) {
                    fields.add(name, add.get(i));
                }
            }
            for (int i = 0; i < append.size(); i++) {
                fields.append(changes.append.get(i).name, append.get(i));
            }
        }
    }
}
