package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The mark of what Gatehouse makes out of plans and API versions: nobody breaks it by accident, since it is changed there. */
final class Derived {
    static final String TAG = "portal";

    private Derived() {}

    static boolean isMarked(JsonNode body) {
        for (JsonNode tag : body.path("tags")) if (tag.asText().equals(TAG)) return true;
        return false;
    }

    static ObjectNode mark(ObjectNode body) {
        body.putArray("tags").add(TAG);
        return body;
    }

    /** Where an operator changes it instead. */
    static String advice(JsonNode plugin) {
        return plugin.path("consumer_group").isObject()
                ? "Gatehouse keeps this limit in step with its plan. Change the plan instead."
                : "Gatehouse keeps this plugin for an API version. Change how the gateway serves that version instead.";
    }
}
