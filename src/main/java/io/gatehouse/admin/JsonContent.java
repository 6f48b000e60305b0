package io.gatehouse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.io.OutputStream;

/** JSON that is written piece by piece, since a tree of all of it would take several times the memory. */
@FunctionalInterface
interface JsonContent {
    void writeTo(JsonGenerator json) throws IOException;

    default void writeTo(OutputStream bytes) throws IOException {
        try (JsonGenerator json = ConfigJson.MAPPER.createGenerator(bytes)) {
            writeTo(json);
        }
    }
}
