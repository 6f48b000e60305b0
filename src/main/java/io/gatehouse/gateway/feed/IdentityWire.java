package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.KeyAuthCredential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * How one consumer and all that proves it travel from a control plane to a node: one JSON object, a line of a stream. It carries the
 * stored entities themselves and not what the gateway makes of them, so that what a node computes from a credential may change
 * from version to version. Keys travel as digests only. What is unset is left out, since there are millions of these lines.
 */
public final class IdentityWire {
    private static final String ID = "id";
    private static final String CONSUMER = "consumer";
    private static final String REGISTRATIONS = "registrations";
    private static final String KEYS = "keys";
    private static final String CREDENTIALS = "credentials";
    private static final String DIGEST = "digest";
    private static final int DIGEST_BYTES = 32;
    private static final String EXPIRES_AT = "expires_at";
    private static final String KEY_AUTH = "key-auth";

    private static final ObjectReader READER =
            ConfigJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final ConsumerIdentity identity;

    public IdentityWire(KeyDigest digest) {
        identity = new ConsumerIdentity(digest);
    }

    /**
     * The line of a consumer that is there.
     *
     * @param belongings entities of the kinds {@link Kind#OF_CONSUMERS}
     * @param keys of the portal, which keeps nothing of them but digests
     */
    public static ObjectNode line(Consumer consumer, List<? extends Record> belongings, List<Credential> keys) {
        ObjectNode line = gone(consumer.id());
        ObjectNode written = brief(ConfigJson.write(consumer));
        written.remove(ID);
        JsonNode registrations = written.remove(REGISTRATIONS);
        line.set(CONSUMER, written);
        if (registrations != null) line.set(REGISTRATIONS, registrations);
        keys.forEach(key -> line.withArray("/" + KEYS).add(key(key)));
        for (Record entity : belongings) add(line, entity);
        return line;
    }

    /** The line of one that is there no more. */
    public static ObjectNode gone(UUID consumerId) {
        return JsonNodeFactory.instance.objectNode().put(ID, consumerId.toString());
    }

    private static ObjectNode key(Credential key) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        written.put(ID, key.id().toString());
        written.put(DIGEST, HexFormat.of().formatHex(key.digest()));
        if (key.expiresAt() != null) written.put(EXPIRES_AT, key.expiresAt());
        return written;
    }

    private static void add(ObjectNode line, Record entity) {
        Kind<?> kind = Kind.OF_CONSUMERS.stream()
                .filter(known -> known.type() == entity.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not of a consumer: " + entity));
        ObjectNode written = brief(ConfigJson.write(entity));
        written.remove(CONSUMER);
        // The plain key stays where it is sealed; a node has no use for it.
        if (entity instanceof KeyAuthCredential) written.remove("key");
        line.withArray("/" + CREDENTIALS + "/" + kind.wireName()).add(written);
    }

    private static ObjectNode brief(ObjectNode entity) {
        entity.properties()
                .removeIf(field -> field.getValue().isNull()
                        || field.getValue().isContainerNode()
                                && field.getValue().isEmpty());
        return entity;
    }

    /** Throws {@link IllegalArgumentException} for what is no such line. A field that a newer control plane has added is passed over. */
    public IdentityChange read(String line) {
        try {
            return read(ConfigJson.MAPPER.readTree(line));
        } catch (JsonProcessingException e) {
            // Its message would repeat parts of what may hold secrets.
            throw new IllegalArgumentException("Not the line of a consumer");
        }
    }

    public IdentityChange read(JsonNode line) {
        UUID id = id(line);
        if (!(line.get(CONSUMER) instanceof ObjectNode given)) return IdentityChange.gone(id);
        ObjectNode document = given.deepCopy().put(ID, id.toString());
        if (line.has(REGISTRATIONS)) document.set(REGISTRATIONS, line.get(REGISTRATIONS));
        Consumer consumer = entity(document, Consumer.class);
        IdentityChange stored = identity.of(consumer, belongings(id, line.path(CREDENTIALS)));
        List<Credential> credentials = new ArrayList<>(stored.credentials());
        line.path(KEYS).forEach(key -> credentials.add(credential(key)));
        return new IdentityChange(id, stored.consumer(), List.copyOf(credentials));
    }

    private static List<Record> belongings(UUID consumer, JsonNode credentials) {
        List<Record> belongings = new ArrayList<>();
        for (Kind<?> kind : Kind.OF_CONSUMERS)
            for (JsonNode given : credentials.path(kind.wireName())) {
                if (!(given instanceof ObjectNode object))
                    throw new IllegalArgumentException("Not one of the " + kind.wireName());
                ObjectNode document = object.deepCopy();
                document.putObject(CONSUMER).put(ID, consumer.toString());
                belongings.add(entity(document, kind.type()));
            }
        return belongings;
    }

    private static Credential credential(JsonNode key) {
        byte[] digest = HexFormat.of().parseHex(key.path(DIGEST).asText());
        if (digest.length != DIGEST_BYTES) throw new IllegalArgumentException("Not the digest of a key");
        Long expiresAt = key.has(EXPIRES_AT) ? key.path(EXPIRES_AT).asLong() : null;
        return new Credential(id(key), KEY_AUTH, digest, expiresAt);
    }

    private static UUID id(JsonNode entity) {
        return UUID.fromString(entity.path(ID).asText());
    }

    private static <E extends Record> E entity(ObjectNode document, Class<E> type) {
        try {
            return READER.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a " + type.getSimpleName());
        }
    }
}
