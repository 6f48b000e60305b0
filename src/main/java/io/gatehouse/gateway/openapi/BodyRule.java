package io.gatehouse.gateway.openapi;

import io.gatehouse.gateway.schema.ValueCheck;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the body of a request must be like: by its type, where it is JSON. */
public final class BodyRule {

    private final boolean isRequired;
    private final Map<String, ValueCheck> types = new LinkedHashMap<>();

    BodyRule(boolean isRequired) {
        this.isRequired = isRequired;
    }

    void add(String type, ValueCheck check) {
        types.putIfAbsent(ContentType.of(type).name(), check);
    }

    public boolean isRequired() {
        return isRequired;
    }

    /** How a body of this type is checked; null if the operation takes no such body. */
    public ValueCheck of(ContentType type) {
        ValueCheck exact = types.get(type.name());
        if (exact != null || types.isEmpty()) return exact == null ? ValueCheck.NONE : exact;
        return types.entrySet().stream()
                .filter(known -> type.isIn(known.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(null);
    }
}
