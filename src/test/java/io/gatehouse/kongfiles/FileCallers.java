package io.gatehouse.kongfiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.Acl;
import io.gatehouse.gateway.config.BasicAuthCredential;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.KeyAuthCredential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.LoadedConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who may call by a file, and with what: credentials as the file has them, since the gateway keeps but digests. */
final class FileCallers {
    private static final String AUTHORIZATION = "Authorization";
    private final DocumentReading reading;
    private final LoadedConfig config;

    FileCallers(DocumentReading reading) {
        this.reading = reading;
        this.config = reading.config().orElseThrow();
    }

    List<Consumer> all() {
        return config.of(Kind.CONSUMERS).stream().map(Consumer.class::cast).toList();
    }

    Optional<Consumer> named(String idOrName) {
        return all().stream()
                .filter(one -> idOrName.equals(one.id().toString()) || idOrName.equals(one.username()))
                .findFirst();
    }

    List<String> groups(Consumer consumer) {
        return config.of(Kind.ACLS).stream()
                .map(Acl.class::cast)
                .filter(acl -> acl.consumer().id().equals(consumer.id()))
                .map(Acl::group)
                .toList();
    }

    /** The headers that let a consumer pass all of these plugins; empty if the file has no credential for one of them. */
    Optional<Map<String, String>> headers(Consumer consumer, Map<String, JsonNode> authentication, Instant now) {
        Map<String, String> headers = new HashMap<>();
        for (var plugin : authentication.entrySet()) {
            Map<String, String> own = switch (plugin.getKey()) {
                case "key-auth" -> key(consumer, plugin.getValue());
                case "basic-auth" -> password(consumer);
                case "jwt" -> token(consumer, plugin.getValue(), now);
                default -> Map.of();
            };
            if (own.isEmpty()) return Optional.empty();
            headers.putAll(own);
        }
        return Optional.of(headers);
    }

    private Map<String, String> key(Consumer consumer, JsonNode plugin) {
        return first(Kind.KEYAUTH_CREDENTIALS, consumer, KeyAuthCredential::consumer, KeyAuthCredential::id)
                .map(given -> Map.of(
                        plugin.path("key_names").path(0).asText(),
                        given.path("key").asText()))
                .orElse(Map.of());
    }

    private Map<String, String> password(Consumer consumer) {
        return first(Kind.BASICAUTH_CREDENTIALS, consumer, BasicAuthCredential::consumer, BasicAuthCredential::id)
                .map(given -> given.path("username").asText() + ":"
                        + given.path("password").asText())
                .map(pair -> Map.of(
                        AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))))
                .orElse(Map.of());
    }

    private Map<String, String> token(Consumer consumer, JsonNode plugin, Instant now) {
        return first(Kind.JWT_SECRETS, consumer, JwtSecret::consumer, JwtSecret::id)
                .filter(given -> given.path("algorithm").asText("HS256").equals("HS256"))
                .map(given -> Map.of(AUTHORIZATION, "Bearer " + signed(given, plugin, now)))
                .orElse(Map.of());
    }

    private <E extends Record> Optional<JsonNode> first(
            Kind<E> kind, Consumer consumer, Function<E, Ref> owner, Function<E, UUID> id) {
        return config.of(kind).stream()
                .map(kind.type()::cast)
                .filter(one -> owner.apply(one).id().equals(consumer.id()))
                .map(one -> reading.places().get(id.apply(one)).entity())
                .findFirst();
    }

    private static String signed(JsonNode secret, JsonNode plugin, Instant now) {
        String claims = "{\"%s\":\"%s\",\"nbf\":%d,\"exp\":%d}"
                .formatted(
                        plugin.path("key_claim_name").asText(),
                        secret.path("key").asText(),
                        now.getEpochSecond() - 60,
                        now.getEpochSecond() + 60);
        String text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        byte[] key = secret.path("secret").asText().getBytes(StandardCharsets.UTF_8);
        if (plugin.path("secret_is_base64").asBoolean())
            key = Base64.getDecoder().decode(key);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
