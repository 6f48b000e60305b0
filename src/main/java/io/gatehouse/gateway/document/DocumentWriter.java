package io.gatehouse.gateway.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes a declarative document out entity by entity: complete, with ids and defaults, and with secrets as they are kept. */
public final class DocumentWriter {
    private DocumentWriter() {}

    public static void write(JsonGenerator document, Map<Kind<?>, ? extends List<? extends Record>> entities)
            throws IOException {
        document.writeStartObject();
        document.writeStringField("_format_version", "3.0");
        document.writeBooleanField("_transform", false);
        for (Kind<?> kind : Kind.ALL) {
            List<? extends Record> all = entities.get(kind);
            if (all == null || all.isEmpty()) continue;
            document.writeArrayFieldStart(kind.wireName());
            for (Record entity : all) document.writeTree(named(kind, ConfigJson.write(entity)));
            document.writeEndArray();
        }
        document.writeEndObject();
    }

    public static Map<Kind<?>, List<? extends Record>> entities(Topology topology) {
        return Map.of(
                Kind.SERVICES,
                topology.services(),
                Kind.ROUTES,
                topology.routes(),
                Kind.PLUGINS,
                topology.plugins(),
                Kind.CONSUMER_GROUPS,
                topology.consumerGroups(),
                Kind.UPSTREAMS,
                topology.upstreams(),
                Kind.TARGETS,
                topology.targets(),
                Kind.CERTIFICATES,
                topology.certificates(),
                Kind.SNIS,
                topology.snis(),
                Kind.CA_CERTIFICATES,
                topology.caCertificates());
    }

    /** References stand as plain ids, as files write them. */
    private static ObjectNode named(Kind<?> kind, ObjectNode entity) {
        kind.references().forEach(reference -> {
            String field = reference.field();
            if (entity.path(field).has("id"))
                entity.put(field, entity.path(field).path("id").asText());
        });
        return entity;
    }
}
