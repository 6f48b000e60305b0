package io.gatehouse.gateway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A configuration as people write it: entities have names in place of ids, references are names, consumers carry {@code keys}, and
 * {@code ${origin}} is the port of the test's own upstream.
 */
record ScenarioConfig(Topology topology, List<IdentityChange> identities) {
    private static final YAMLMapper YAML = new YAMLMapper();

    static ScenarioConfig read(Path file, int origin) throws IOException {
        JsonNode document = YAML.readTree(Files.readString(file).replace("${origin}", Integer.toString(origin)));
        Topology topology = new Topology(
                all(document, Kind.SERVICES),
                all(document, Kind.ROUTES),
                all(document, Kind.PLUGINS),
                all(document, Kind.CONSUMER_GROUPS));
        List<IdentityChange> identities = new ArrayList<>();
        for (JsonNode consumer : document.path("consumers")) identities.add(identity((ObjectNode) consumer));
        return new ScenarioConfig(topology, identities);
    }

    private static <E extends Record> List<E> all(JsonNode document, Kind<E> kind) {
        List<E> entities = new ArrayList<>();
        int number = 0;
        for (JsonNode entity : document.path(kind.wireName())) {
            entities.add(read((ObjectNode) entity, kind, kind.wireName() + ++number));
        }
        return entities;
    }

    private static <E extends Record> E read(ObjectNode entity, Kind<E> kind, String unnamed) {
        String name =
                kind == Kind.PLUGINS ? unnamed : entity.path(kind.keyField()).asText(unnamed);
        if (!entity.has("id")) entity.put("id", id(kind, name).toString());
        for (Kind.Reference reference : kind.references()) {
            JsonNode named = entity.path(reference.field());
            if (named.isTextual()) {
                String id = id(reference.kind(), named.asText()).toString();
                entity.putObject(reference.field()).put("id", id);
            }
        }
        var reading = kind.read(entity);
        return reading.entity().orElseThrow(() -> new AssertionError(reading.problems()));
    }

    private static IdentityChange identity(ObjectNode entity) {
        ArrayNode keys = (ArrayNode) entity.remove("keys");
        ObjectNode registrations = (ObjectNode) entity.remove("registrations");
        if (registrations != null) {
            ObjectNode byId = entity.putObject("registrations");
            registrations
                    .properties()
                    .forEach(one -> byId.set(id(Kind.SERVICES, one.getKey()).toString(), one.getValue()));
        }
        Consumer consumer = read(entity, Kind.CONSUMERS, "consumer");
        List<Credential> credentials = new ArrayList<>();
        if (keys != null) {
            for (JsonNode key : keys) {
                credentials.add(new Credential(
                        UUID.nameUUIDFromBytes(key.asText().getBytes(StandardCharsets.UTF_8)),
                        "key-auth",
                        GatewayHarness.DIGEST.of(key.asText()),
                        null));
            }
        }
        return new IdentityChange(consumer.id(), consumer, credentials);
    }

    private static UUID id(Kind<?> kind, String name) {
        return UUID.nameUUIDFromBytes((kind.wireName() + " " + name).getBytes(StandardCharsets.UTF_8));
    }
}
