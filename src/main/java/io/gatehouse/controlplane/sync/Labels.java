package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;

/** What people call an entity; never a secret of it. */
final class Labels {
    private Labels() {}

    static String of(Kind<?> kind, ObjectNode document) {
        String id = document.path("id").asText();
        if (kind == Kind.KEYAUTH_CREDENTIALS) return document.path("hint").asText(id);
        if (kind == Kind.PLUGINS) return document.path("name").asText(id);
        if (kind == Kind.CA_CERTIFICATES) return id;
        for (String field : kind.uniqueFields())
            if (document.hasNonNull(field)) return document.path(field).asText();
        return id;
    }
}
