package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An entity, and where it stands in its document.
 *
 * @param path such as {@code services.2.routes.1}, counted from 1
 * @param given as it was written
 */
public record DocumentEntity(Record entity, String path, JsonNode given) {

    /** Whether its id was said, and not made of its name. */
    public boolean isIdGiven() {
        return given.hasNonNull("id");
    }
}
