package io.gatehouse.gateway.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What the gateway shows to clients of https that ask for one of its {@link Sni}s, or to an upstream that asks who calls.
 *
 * @param cert the chain in PEM, the own certificate first
 * @param key of that certificate, in PEM without passphrase
 * @param certAlt another one with a key of another family, for clients that cannot use the first; null for none
 */
public record Certificate(
        UUID id,
        String cert,
        String key,
        String certAlt,
        String keyAlt,
        List<String> tags,
        Long createdAt,
        Long updatedAt)
        implements ConfigRules {

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("cert", cert);
        rules.required("key", key);
        if ((certAlt == null) != (keyAlt == null)) {
            broken.accept(null, "all or none of these fields must be set: 'cert_alt', 'key_alt'");
        }
        String first = family("", cert, key, broken);
        String second = family("_alt", certAlt, keyAlt, broken);
        if (first != null && first.equals(second)) {
            broken.accept(
                    "cert_alt",
                    "certificate and alternative certificate need to have different types (e.g. RSA and ECDSA), both are "
                            + first);
        }
        rules.tags(tags);
    }

    /** Null if a pair is not there or not one. */
    private static String family(String suffix, String cert, String key, BiConsumer<String, String> broken) {
        X509Certificate certificate = null;
        PrivateKey own = null;
        try {
            if (cert != null && !cert.isEmpty())
                certificate = Pem.certificates(cert).get(0);
        } catch (IllegalArgumentException unreadable) {
            broken.accept("cert" + suffix, unreadable.getMessage());
        }
        try {
            if (key != null && !key.isEmpty()) own = Pem.privateKey(key);
        } catch (IllegalArgumentException unreadable) {
            broken.accept("key" + suffix, unreadable.getMessage());
        }
        if (certificate == null || own == null) return null;
        if (!Pem.isPair(certificate, own)) {
            broken.accept("key" + suffix, "certificate does not match key");
            return null;
        }
        return certificate.getPublicKey().getAlgorithm();
    }

    /** A secret must never get into a log by accident. */
    @Override
    public String toString() {
        return "Certificate[" + id + "]";
    }
}
