package io.gatehouse.gateway.config;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * An authority whose word about upstreams is believed by the services that name it.
 *
 * @param cert in PEM
 * @param certDigest SHA-256 of the certificate, by which it is there once only; always computed
 */
public record CaCertificate(UUID id, String cert, String certDigest, List<String> tags, Long createdAt, Long updatedAt)
        implements ConfigRules {

    public CaCertificate {
        certDigest = digest(cert);
    }

    private static String digest(String cert) {
        try {
            byte[] encoded = cert == null ? null : Pem.certificates(cert).get(0).getEncoded();
            return encoded == null
                    ? null
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException unreadable) {
            return null;
        }
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("cert", cert);
        rules.tags(tags);
        if (cert == null || cert.isEmpty()) return;
        try {
            List<X509Certificate> all = Pem.certificates(cert);
            if (all.size() > 1) {
                broken.accept("cert", "please submit only one certificate at a time");
            } else if (all.get(0).getBasicConstraints() < 0) {
                broken.accept(
                        "cert",
                        "certificate does not appear to be a CA because it is missing the \"CA\" basic constraint");
            } else {
                all.get(0).checkValidity();
            }
        } catch (IllegalArgumentException unreadable) {
            broken.accept("cert", unreadable.getMessage());
        } catch (CertificateExpiredException expired) {
            broken.accept("cert", "certificate expired, \"Not After\" time is in the past");
        } catch (CertificateNotYetValidException early) {
            broken.accept("cert", "certificate is not valid yet");
        }
    }
}
