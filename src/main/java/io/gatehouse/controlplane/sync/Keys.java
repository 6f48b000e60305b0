package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;

/** By what a file and a group mean the same entity where the ids are not the same. */
final class Keys {
    private Keys() {}

    /** Whether the key of a kind is the name that no other of it has. */
    static boolean isName(Kind<?> kind) {
        return kind != Kind.PLUGINS && kind != Kind.CERTIFICATES;
    }

    /** A plugin is known by what it is for, a certificate by itself. Null for an entity without a name. */
    static String of(Kind<?> kind, ObjectNode document) {
        if (kind == Kind.CERTIFICATES) return document.path("cert").asText("").strip();
        if (kind != Kind.PLUGINS) return kind.uniqueName(document);
        StringBuilder key = new StringBuilder(document.path("name").asText());
        kind.references()
                .forEach(reference -> key.append(' ')
                        .append(document.path(reference.field()).path("id").asText("-")));
        return key.toString();
    }

    /** The second field that no two have in common; null for none. */
    static String second(Kind<?> kind, ObjectNode document) {
        return kind.uniqueFields().size() < 2
                ? null
                : document.path(kind.uniqueFields().get(1)).asText(null);
    }
}
