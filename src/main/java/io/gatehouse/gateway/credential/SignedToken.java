package io.gatehouse.gateway.credential;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A token as it was presented: nothing that it says is to be believed before {@link #isSignedWith}. */
public final class SignedToken {

    private static final int MOST_CHARACTERS = 16 << 10;
    private static final int PARTS = 3;
    /** Two readers of a name that is there twice may read two values. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String text;
    private final ObjectNode header;
    private final ObjectNode claims;

    private SignedToken(String text, ObjectNode header, ObjectNode claims) {
        this.text = text;
        this.header = header;
        this.claims = claims;
    }

    /** Throws {@link IllegalArgumentException} with what is wrong, in words that repeat nothing of it. */
    public static SignedToken read(String text) {
        return read(text, Set.of("jwt"));
    }

    /** @param types in lower case; a token that names none is a JWT */
    public static SignedToken read(String text, Set<String> types) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("too long");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("expected header, claims and signature");
        }
        // One token has one spelling, or a list of refused ones could be avoided.
        if (!Stream.of(parts).allMatch(SignedToken::isBase64Url)) {
            throw new IllegalArgumentException("invalid encoding");
        }
        ObjectNode header = json(parts[0], "header");
        if (!types.contains(header.path("typ").asText("JWT").toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("invalid typ");
        }
        if (header.has("crit")) {
            throw new IllegalArgumentException("invalid crit");
        }
        if (!header.path("alg").isTextual() || header.path("alg").asText().equalsIgnoreCase("none")) {
            throw new IllegalArgumentException("invalid alg");
        }
        if (parts[2].isEmpty()) {
            throw new IllegalArgumentException("invalid signature");
        }
        return new SignedToken(text, header, json(parts[1], "claims"));
    }

    private static boolean isBase64Url(String part) {
        return part.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_');
    }

    private static ObjectNode json(String part, String what) {
        try {
            JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(part));
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Told below: the parser's own words would repeat parts of the token.
        }
        throw new IllegalArgumentException("invalid " + what);
    }

    public String algorithm() {
        return header.path("alg").asText();
    }

    /** Missing node if there is none. */
    public JsonNode header(String name) {
        return header.path(name);
    }

    /** Missing node if there is none. */
    public JsonNode claim(String name) {
        return claims.path(name);
    }

    /** Everything that it claims. */
    public JsonNode claims() {
        return claims;
    }

    /** Whether it is; false also for whatever goes wrong on the way. Only the key's own algorithm counts, whatever the token says. */
    public boolean isSignedWith(TokenKey key, boolean isBase64) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()));
            signature.setCompactSerialization(text);
            signature.setKey(key.key(isBase64));
            // The size of a public key was looked at when it was taken in. Secrets may be short, as they were in Kong.
            signature.setDoKeyValidation(false);
            return signature.verifySignature();
        } catch (JoseException | RuntimeException unfit) {
            return false;
        }
    }
}
