package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether values are as somebody wants them. Compiled once, and asked by many requests at a time. */
public interface ValueCheck {

    ValueCheck NONE = value -> null;

    /** What is wrong with the value, in words for whoever sent it; null if nothing is. */
    String problem(JsonNode value);
}
