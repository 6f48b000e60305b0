package io.gatehouse.gateway.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;

/** How the records of a configuration look on the wire: snake_case names, and defaults as a record's own constructor sets them. */
public final class ConfigJson {

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .build();

    private ConfigJson() {}

    public static String wireName(String javaName) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(javaName);
    }

    /** The name that the component itself asks for, or else its own in snake_case. */
    public static String wireName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? wireName(component.getName()) : named.value();
    }

    /** Runs the record's constructor, so that every field left out (or null) gets the default it sets. */
    public static <C extends Record> C read(JsonNode json, Class<C> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    public static ObjectNode write(Record config) {
        return MAPPER.valueToTree(config);
    }

    public static Object defaultOf(Class<? extends Record> type, String javaName) {
        Record defaults = read(MAPPER.createObjectNode(), type);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().equals(javaName)) {
                return valueOf(component, defaults);
            }
        }
        return null;
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }
}
