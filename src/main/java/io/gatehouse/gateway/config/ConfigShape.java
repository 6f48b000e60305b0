package io.gatehouse.gateway.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares JSON with the shape of a record, before Jackson sees it: Jackson stops at the first misfit and names Java types,
 * while an operator wants all of them at once, in the words of the file.
 */
public final class ConfigShape {

    private static final String EXPECTED_UUID = "expected a valid UUID";
    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** Of a record, by wire name. */
    private static final ClassValue<Map<String, JavaType>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, JavaType> computeValue(Class<?> type) {
            Map<String, JavaType> fields = new LinkedHashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                if (!component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                    fields.put(
                            ConfigJson.wireName(component),
                            ConfigJson.MAPPER.constructType(component.getGenericType()));
                }
            }
            return Collections.unmodifiableMap(fields);
        }
    };

    /** Of an enum's constants on the wire. */
    private static final ClassValue<List<String>> NAMES = new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> ConfigJson.MAPPER.valueToTree(constant).textValue())
                    .toList();
        }
    };

    private final BiConsumer<String, String> problems;

    /** @param problems takes the wire path of a field (null for the whole) and what is wrong with it */
    public ConfigShape(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    public void check(JsonNode json, Class<? extends Record> type) {
        object(json, type, "");
    }

    private void object(JsonNode json, Class<?> type, String path) {
        if (!json.isObject()) {
            problems.accept(path.isEmpty() ? null : path, "expected a record");
            return;
        }
        Map<String, JavaType> fields = FIELDS.get(type);
        json.properties().forEach(field -> {
            String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JavaType known = fields.get(field.getKey());
            if (known == null) {
                problems.accept(at, "unknown field" + suggestion(field.getKey(), fields.keySet()));
            } else if (!field.getValue().isNull()) {
                value(field.getValue(), known, at);
            }
        });
    }

    private void value(JsonNode json, JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        if (raw == JsonNode.class) {
            expect(json.isObject(), path, "expected a record");
        } else if (raw.isRecord()) {
            object(json, raw, path);
        } else if (type.isMapLikeType()) {
            expect(json.isObject(), path, "expected a map");
            json.properties().forEach(entry -> {
                String at = path + "." + entry.getKey();
                expect(type.getKeyType().getRawClass() != UUID.class || isUuid(entry.getKey()), at, EXPECTED_UUID);
                value(entry.getValue(), type.getContentType(), at);
            });
        } else if (type.isCollectionLikeType()) {
            expect(json.isArray(), path, "expected a list");
            for (int i = 0; json.isArray() && i < json.size(); i++) {
                value(json.get(i), type.getContentType(), path + "." + (i + 1));
            }
        } else if (raw.isEnum()) {
            enumeration(json, raw, path);
        } else if (raw == String.class) {
            expect(json.isTextual(), path, "expected a string");
        } else if (raw == UUID.class) {
            expect(json.isTextual() && isUuid(json.textValue()), path, EXPECTED_UUID);
        } else if (raw == Boolean.class) {
            expect(json.isBoolean(), path, "expected a boolean");
        } else if (raw == Integer.class || raw == Long.class) {
            // 10.0 is a whole number: some clients write every number with a fraction.
            boolean whole = json.isNumber() && json.doubleValue() == Math.rint(json.doubleValue());
            expect(
                    whole && (raw == Integer.class ? json.canConvertToInt() : json.canConvertToLong()),
                    path,
                    "expected an integer");
        } else {
            expect(json.isNumber(), path, "expected a number");
        }
    }

    private void enumeration(JsonNode json, Class<?> type, String path) {
        List<String> names = NAMES.get(type);
        if (!json.isTextual()) {
            problems.accept(path, "expected a string");
        } else if (!names.contains(json.textValue())) {
            problems.accept(
                    path, "'" + json.textValue() + "' is not available; expected one of: " + String.join(", ", names));
        }
    }

    /** Stricter than Java's own reading, which takes short forms. */
    private static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    private void expect(boolean holds, String path, String problem) {
        if (!holds) {
            problems.accept(path, problem);
        }
    }

    /** The name that was most likely meant: the same letters, but for case and separators, or one that begins the same. */
    private static String suggestion(String unknown, Set<String> known) {
        Optional<String> meant = known.stream()
                .filter(name ->
                        letters(name).equals(letters(unknown)) || name.startsWith(unknown) || unknown.startsWith(name))
                .findFirst();
        return meant.map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? ""
                        : "; known are: " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
    }
}
