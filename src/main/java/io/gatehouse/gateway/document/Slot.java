package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import java.util.UUID;

/** An entity as it stands in a document, on its way to being read. */
final class Slot {
    final Kind<?> kind;
    final String path;
    /** As it was written, for whoever must show it. */
    final ObjectNode given;
    /** Without children, and with ids where names stood, as the reading goes on. */
    final ObjectNode json;
    /** What it is nested in, and the field that points there; null at the top level. */
    final Slot parent;

    final String parentField;
    UUID id;

    Slot(Kind<?> kind, String path, ObjectNode given, Slot parent, String parentField) {
        this.kind = kind;
        this.path = path;
        this.given = given;
        this.json = given.deepCopy();
        this.parent = parent;
        this.parentField = parentField;
    }

    String key() {
        for (String field : kind.uniqueFields()) {
            String value = json.path(field).textValue();
            if (value != null) return value;
        }
        return null;
    }
}
