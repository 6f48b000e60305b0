package io.gatehouse.gateway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.document.KeptSecrets;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.OwnHeader;
import io.gatehouse.gateway.redis.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A configuration as people write it: entities have names in place of ids, references are names, consumers carry {@code keys} and other
 * credentials, and
 * {@code ${origin}} is the port of the test's own upstream, {@code ${redis}} that of a Redis. {@code compat: kong} lets the gateway speak
 * as Kong does, {@code headers} and {@code debug_header} are settings of the gateway.
 */
record ScenarioConfig(Topology topology, List<IdentityChange> identities, Dialect dialect) {
    private static final String REDIS = "${redis}";
    private static final YAMLMapper YAML = new YAMLMapper();

    static ScenarioConfig read(Path file, int origin) throws IOException {
        String text = Files.readString(file).replace("${origin}", Integer.toString(origin));
        if (text.contains(REDIS)) text = text.replace(REDIS, Integer.toString(TestRedis.sharedPort()));
        JsonNode document = YAML.readTree(text);
        Topology topology = new Topology(
                all(document, Kind.SERVICES),
                all(document, Kind.ROUTES),
                all(document, Kind.PLUGINS),
                all(document, Kind.CONSUMER_GROUPS),
                all(document, Kind.UPSTREAMS),
                all(document, Kind.TARGETS));
        List<IdentityChange> identities = new ArrayList<>();
        for (JsonNode consumer : document.path("consumers")) identities.add(identity((ObjectNode) consumer));
        return new ScenarioConfig(topology, identities, dialect(document));
    }

    private static Dialect dialect(JsonNode document) {
        boolean asKong = document.path("compat").asText().equals("kong");
        Dialect usual = asKong ? Dialect.kong() : Dialect.own("test");
        String headers = document.path("headers").asText();
        Dialect set = headers.isEmpty() ? usual : usual.showing(OwnHeader.named(List.of(headers.split(","))));
        return document.path("debug_header").asBoolean() ? set.showingRoutes() : set;
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
        JsonNode keys = entity.remove("keys");
        if (keys != null) {
            ArrayNode credentials = entity.putArray(Kind.KEYAUTH_CREDENTIALS.wireName());
            keys.forEach(key -> credentials.addObject().put("key", key.asText()));
        }
        Map<Kind<?>, JsonNode> belongings = new LinkedHashMap<>();
        for (Kind<?> kind : Kind.OF_CONSUMERS) {
            JsonNode entities = entity.remove(kind.wireName());
            if (entities != null) belongings.put(kind, entities);
        }
        ObjectNode registrations = (ObjectNode) entity.remove("registrations");
        if (registrations != null) {
            ObjectNode byId = entity.putObject("registrations");
            registrations
                    .properties()
                    .forEach(one -> byId.set(id(Kind.SERVICES, one.getKey()).toString(), one.getValue()));
        }
        Consumer consumer = read(entity, Kind.CONSUMERS, "consumer");
        List<Record> entities = new ArrayList<>();
        belongings.forEach((kind, of) -> {
            for (JsonNode one : of) entities.add(belonging(kind, (ObjectNode) one, consumer));
        });
        return new ConsumerIdentity(GatewayHarness.DIGEST).of(consumer, entities);
    }

    private static Record belonging(Kind<?> kind, ObjectNode entity, Consumer consumer) {
        entity.putObject("consumer").put("id", consumer.id().toString());
        String name = entity.path(kind.adminNames().key()).asText();
        if (!entity.has("id")) entity.put("id", id(kind, name).toString());
        KeptSecrets.replace(kind, entity, GatewayHarness.DIGEST);
        return read(entity, kind, name);
    }

    private static UUID id(Kind<?> kind, String name) {
        return UUID.nameUUIDFromBytes((kind.wireName() + " " + name).getBytes(StandardCharsets.UTF_8));
    }
}
