package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;

/** Sizes of integers, as OpenAPI names them. */
enum IntegerFormat implements Format {
    INT32("int32") {
        @Override
        boolean holds(JsonNode number) {
            return number.canConvertToInt();
        }
    },
    INT64("int64") {
        @Override
        boolean holds(JsonNode number) {
            return number.canConvertToLong();
        }
    };

    private final String name;

    IntegerFormat(String name) {
        this.name = name;
    }

    abstract boolean holds(JsonNode number);

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getMessageKey() {
        return "format";
    }

    @Override
    public boolean matches(ExecutionContext execution, SchemaContext schema, JsonNode value) {
        return !value.isNumber() || holds(value);
    }
}
