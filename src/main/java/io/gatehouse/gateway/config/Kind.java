package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * A kind of entity in a gateway configuration. This is the one table of them: store, Admin API and files are written over it, so
 * that a new kind costs a record and a line.
 */
public final class Kind<E extends Record> {

    private static final String SHOWN = "client_certificate";

    // Known by nothing but its id, and by the names below it.
    public static final Kind<Certificate> CERTIFICATES = new Kind<>(
            "certificates",
            Certificate.class,
            List.of(),
            List.of(),
            new AdminNames("certificates", "certificates", "id"));
    public static final Kind<Sni> SNIS =
            new Kind<>("snis", Sni.class, List.of("name"), List.of(Reference.owner("certificate", CERTIFICATES)));
    public static final Kind<CaCertificate> CA_CERTIFICATES =
            new Kind<>("ca_certificates", CaCertificate.class, List.of("cert_digest"), List.of());
    public static final Kind<Service> SERVICES =
            new Kind<>("services", Service.class, List.of("name"), List.of(Reference.needed(SHOWN, CERTIFICATES)));
    public static final Kind<Route> ROUTES =
            new Kind<>("routes", Route.class, List.of("name"), List.of(Reference.needed("service", SERVICES)));
    public static final Kind<Upstream> UPSTREAMS =
            new Kind<>("upstreams", Upstream.class, List.of("name"), List.of(Reference.needed(SHOWN, CERTIFICATES)));
    public static final Kind<Target> TARGETS = new Kind<>(
            "targets",
            Target.class,
            List.of("target"),
            List.of(Reference.owner("upstream", UPSTREAMS)),
            new AdminNames(null, "targets", "target"));
    public static final Kind<ConsumerGroup> CONSUMER_GROUPS =
            new Kind<>("consumer_groups", ConsumerGroup.class, List.of("name"), List.of());
    public static final Kind<Consumer> CONSUMERS =
            new Kind<>("consumers", Consumer.class, List.of("username", "custom_id"), List.of());
    // Known by its digest and not by its key: what an entity is known by is stored in the clear.
    public static final Kind<KeyAuthCredential> KEYAUTH_CREDENTIALS = new Kind<>(
            "keyauth_credentials",
            KeyAuthCredential.class,
            List.of("digest"),
            List.of(Reference.owner("consumer", CONSUMERS)),
            new AdminNames("key-auths", "key-auth", "key"));
    public static final Kind<BasicAuthCredential> BASICAUTH_CREDENTIALS =
            credentials("basicauth_credentials", BasicAuthCredential.class, "basic-auths", "basic-auth", "username");
    public static final Kind<HmacAuthCredential> HMACAUTH_CREDENTIALS =
            credentials("hmacauth_credentials", HmacAuthCredential.class, "hmac-auths", "hmac-auth", "username");
    public static final Kind<JwtSecret> JWT_SECRETS = credentials("jwt_secrets", JwtSecret.class, "jwts", "jwt", "key");
    public static final Kind<Acl> ACLS = credentials("acls", Acl.class, "acls", "acls", "group");
    public static final Kind<PluginConfig> PLUGINS = new Kind<>(
            "plugins",
            PluginConfig.class,
            List.of("instance_name"),
            List.of(
                    Reference.owner("service", SERVICES),
                    Reference.owner("route", ROUTES),
                    Reference.owner("consumer", CONSUMERS),
                    Reference.owner("consumer_group", CONSUMER_GROUPS)));

    /** What is referred to comes before what refers to it. */
    public static final List<Kind<?>> ALL = List.of(
            CERTIFICATES,
            SNIS,
            CA_CERTIFICATES,
            SERVICES,
            ROUTES,
            UPSTREAMS,
            TARGETS,
            CONSUMER_GROUPS,
            CONSUMERS,
            KEYAUTH_CREDENTIALS,
            BASICAUTH_CREDENTIALS,
            HMACAUTH_CREDENTIALS,
            JWT_SECRETS,
            ACLS,
            PLUGINS);

    /** What makes a consumer known to the gateway beside the consumer itself. */
    public static final List<Kind<?>> OF_CONSUMERS =
            List.of(KEYAUTH_CREDENTIALS, BASICAUTH_CREDENTIALS, HMACAUTH_CREDENTIALS, JWT_SECRETS, ACLS);

    private final String wireName;
    private final Class<E> type;
    private final List<String> uniqueFields;
    private final List<Reference> references;
    private final AdminNames adminNames;
    private final Map<String, Method> accessors = new HashMap<>();

    private Kind(String wireName, Class<E> type, List<String> uniqueFields, List<Reference> references) {
        this(wireName, type, uniqueFields, references, new AdminNames(wireName, wireName, uniqueFields.get(0)));
    }

    private Kind(
            String wireName,
            Class<E> type,
            List<String> uniqueFields,
            List<Reference> references,
            AdminNames adminNames) {
        this.wireName = wireName;
        this.type = type;
        this.uniqueFields = uniqueFields;
        this.references = references;
        this.adminNames = adminNames;
        for (RecordComponent component : type.getRecordComponents()) {
            accessors.put(ConfigJson.wireName(component), component.getAccessor());
        }
    }

    private static <E extends Record> Kind<E> credentials(
            String wireName, Class<E> type, String collection, String nested, String key) {
        return new Kind<>(
                wireName,
                type,
                List.of(key),
                List.of(Reference.owner("consumer", CONSUMERS)),
                new AdminNames(collection, nested, key));
    }

    public static Optional<Kind<?>> named(String wireName) {
        return ALL.stream().filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }

    /** Such as {@code consumer_groups}: the list in a file. */
    public String wireName() {
        return wireName;
    }

    public Class<E> type() {
        return type;
    }

    public AdminNames adminNames() {
        return adminNames;
    }

    /**
     * What an entity is found by beside its id, null if it has nothing: the value of its {@link #keyField}; with the owner before it
     * where two owners may have the same.
     */
    public String uniqueName(ObjectNode entity) {
        if (uniqueFields.isEmpty()) {
            return null;
        }
        String key = entity.path(keyField()).textValue();
        return key == null
                ? null
                : uniqueName(entity.path(ownerField()).path("id").asText(), key);
    }

    /** As {@link #uniqueName(ObjectNode)}. */
    public String uniqueName(E entity) {
        String key = key(entity);
        if (key == null) return null;
        return isUniqueWithinOwner() ? uniqueName(String.valueOf(reference(entity, ownerField())), key) : key;
    }

    /** @param ownerId counts only where {@link #isUniqueWithinOwner} */
    public String uniqueName(String ownerId, String key) {
        return isUniqueWithinOwner() ? ownerId + ":" + key : key;
    }

    public boolean isUniqueWithinOwner() {
        return this == ACLS || this == TARGETS;
    }

    /** What points at the owner of an entity that {@link #isUniqueWithinOwner}. */
    public String ownerField() {
        return references.isEmpty() ? "" : references.get(0).field();
    }

    /** What an entity is addressed by beside its id, if there is anything; it may be unset in an entity. */
    public String keyField() {
        return uniqueFields.isEmpty() ? "id" : uniqueFields.get(0);
    }

    /** Fields of which no two entities have the same value, the {@link #keyField} first. */
    public List<String> uniqueFields() {
        return uniqueFields;
    }

    public List<Reference> references() {
        return references;
    }

    /**
     * What the Admin API calls a kind.
     *
     * @param collection all of them; null where there are only those of one parent
     * @param nested those of one parent, below its path
     * @param key the field that a path may name in place of the id
     */
    public record AdminNames(String collection, String nested, String key) {}

    /**
     * A field that holds the id of another entity.
     *
     * @param isOwner whether the entity goes when the other one does; if not, the other one cannot go before it
     */
    public record Reference(String field, Kind<?> kind, boolean isOwner) {

        private static Reference needed(String field, Kind<?> kind) {
            return new Reference(field, kind, false);
        }

        private static Reference owner(String field, Kind<?> kind) {
            return new Reference(field, kind, true);
        }
    }

    /** Strictly: unknown fields, wrong types and broken rules are all told at once. What is left out, or null, gets its default. */
    public Reading<E> read(JsonNode document) {
        return new EntityReader<>(this).read(document);
    }

    /** With every field; null for what is unset. */
    public ObjectNode write(E entity) {
        return ConfigJson.write(entity);
    }

    /** Every rule of the kind that the entity itself breaks, whatever else there is in the configuration. */
    public void check(E entity, BiConsumer<String, String> broken) {
        if (entity instanceof ConfigRules rules) {
            rules.check(broken);
        }
        for (Reference reference : references) {
            if (value(entity, reference.field()) instanceof Ref ref && ref.id() == null) {
                broken.accept(reference.field(), "missing primary key");
            }
        }
    }

    /** Null while it has none. */
    public UUID id(E entity) {
        return (UUID) value(entity, "id");
    }

    /** The value of the {@link #keyField}, null if it is unset. */
    public String key(E entity) {
        return uniqueFields.isEmpty() ? null : (String) value(entity, keyField());
    }

    public boolean hasField(String wireName) {
        return accessors.containsKey(wireName);
    }

    /** The id that a reference field holds, null if it is unset. */
    public UUID reference(E entity, String field) {
        Ref ref = (Ref) value(entity, field);
        return ref == null ? null : ref.id();
    }

    /** The value of a field by its wire name, null if it is unset. */
    public Object value(E entity, String field) {
        try {
            return accessors.get(field).invoke(entity);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + field + " of " + wireName, e);
        }
    }

    /** What is wrong with an entity, told under the name that people know it by. */
    public ConfigProblem problem(E entity, String field, String message) {
        String label = key(entity) == null && hasField("name") ? (String) value(entity, "name") : key(entity);
        return new ConfigProblem(wireName, id(entity), label, field, message);
    }
}
