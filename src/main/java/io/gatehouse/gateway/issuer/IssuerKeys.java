package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.PublicKeys;
import io.gatehouse.gateway.credential.SignedToken;
import io.gatehouse.gateway.credential.TokenKey;
import java.net.URI;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * What an issuer has published: how it calls itself, and the keys that its signatures are checked with.
 *
 * @param name as it stands in its tokens
 * @param endpoints where it can be asked for more
 */
public record IssuerKeys(String name, Map<Issuer.Endpoint, URI> endpoints, List<Entry> entries) {

    /** A token that names no key is tried with those that fit; not with any number of them. */
    private static final int MOST_TRIES = 8;

    /**
     * One key.
     *
     * @param id null if it has none
     * @param algorithm null if it is for every one of its family
     */
    record Entry(String id, String algorithm, PublicKey key) {

        boolean isFor(SignedToken token) {
            String wanted = token.header("kid").asText(null);
            return (wanted == null || id == null || wanted.equals(id))
                    && (algorithm == null || algorithm.equals(token.algorithm()))
                    && PublicKeys.fits(key, token.algorithm());
        }
    }

    /** Keys of a kind that nobody here knows are left out: an issuer may have them for others. */
    static IssuerKeys of(String name, Map<Issuer.Endpoint, URI> endpoints, JsonNode keySet) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode key : keySet.path("keys")) {
            if (!key.path("use").asText("sig").equals("sig")) {
                continue;
            }
            try {
                Map<String, Object> parameters = ConfigJson.MAPPER.convertValue(
                        key,
                        ConfigJson.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
                if (JsonWebKey.Factory.newJwk(parameters) instanceof PublicJsonWebKey known) {
                    entries.add(new Entry(known.getKeyId(), known.getAlgorithm(), known.getPublicKey()));
                }
            } catch (JoseException | RuntimeException unfit) {
                continue;
            }
        }
        return new IssuerKeys(name, Map.copyOf(endpoints), List.copyOf(entries));
    }

    /** Whether there is a key that the token may be signed with. */
    boolean know(SignedToken token) {
        return entries.stream().anyMatch(entry -> entry.isFor(token));
    }

    /** Whether one of these keys has signed it. */
    public boolean haveSigned(SignedToken token) {
        return entries.stream()
                .filter(entry -> entry.isFor(token))
                .limit(MOST_TRIES)
                .anyMatch(entry -> token.isSignedWith(new TokenKey(token.algorithm(), null, entry.key), false));
    }
}
