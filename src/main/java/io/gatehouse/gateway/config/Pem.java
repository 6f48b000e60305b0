package io.gatehouse.gateway.config;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys as openssl writes them: keys in PKCS#8, and the older forms of RSA and EC keys, which Java knows
 * only inside of PKCS#8. What cannot be read is an {@link IllegalArgumentException} whose message holds nothing of a key.
 */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final int PARAMETERS = 0xa0;
    private static final byte[] RSA = Der.oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);
    private static final byte[] EC = Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
    private static final byte[] NULL = {5, 0};

    private Pem() {}

    /** All of them in their order, the own one first. */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher blocks = BLOCK.matcher(pem);
            while (blocks.find())
                if (blocks.group(1).endsWith("CERTIFICATE"))
                    chain.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(bytes(blocks.group(2)))));
        } catch (CertificateException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("invalid certificate: what is in the PEM is no X.509 certificate");
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "invalid certificate: expected a PEM that begins with BEGIN CERTIFICATE");
        }
        return List.copyOf(chain);
    }

    public static PrivateKey privateKey(String pem) {
        if (pem.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("invalid key: it is encrypted; expected one without a passphrase");
        }
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            String form = blocks.group(1);
            if (!form.endsWith("PRIVATE KEY")) continue;
            try {
                return read(form, bytes(blocks.group(2)));
            } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
                throw new IllegalArgumentException(
                        "invalid key: what is in the PEM is no key of the family RSA, EC or EdDSA");
            }
        }
        throw new IllegalArgumentException("invalid key: expected a PEM that begins with BEGIN PRIVATE KEY");
    }

    private static byte[] bytes(String base64) {
        return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }

    private static PrivateKey read(String form, byte[] der) throws GeneralSecurityException {
        byte[] key = switch (form) {
            case "RSA PRIVATE KEY" -> pkcs8(Der.of(Der.SEQUENCE, RSA, NULL), der);
            case "EC PRIVATE KEY" -> pkcs8(Der.of(Der.SEQUENCE, EC, Der.find(der, PARAMETERS)), der);
            default -> der;
        };
        for (String family : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(key));
            } catch (GeneralSecurityException another) {
                // The next family may know it.
            }
        }
        throw new GeneralSecurityException("a key of another family");
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.of(Der.SEQUENCE, Der.integer(BigInteger.ZERO), algorithm, Der.of(Der.OCTETS, key));
    }

    /** Whether it is the certificate's own key. */
    static boolean isPair(X509Certificate certificate, PrivateKey key) {
        PublicKey shown = certificate.getPublicKey();
        if (shown instanceof RSAKey one && key instanceof RSAKey other)
            return one.getModulus().equals(other.getModulus());
        String algorithm = shown.getAlgorithm().equals("EC") ? "SHA256withECDSA" : shown.getAlgorithm();
        try {
            byte[] probe = certificate.getTBSCertificate();
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
