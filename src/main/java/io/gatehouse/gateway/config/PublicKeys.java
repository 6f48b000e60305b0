package io.gatehouse.gateway.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the public keys of those who sign tokens. */
public final class PublicKeys {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
    private static final int FEWEST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;

    private PublicKeys() {}

    /** Throws {@link IllegalArgumentException} with what is wrong, also for a key that this algorithm cannot use. */
    public static PublicKey read(String pem, String algorithm) {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("invalid key: expected a PEM that begins with BEGIN PUBLIC KEY");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
            PublicKey key = KeyFactory.getInstance(family(algorithm)).generatePublic(new X509EncodedKeySpec(bytes));
            checkSize(key, algorithm);
            return key;
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "invalid key: " + algorithm + " needs a key of the family " + family(algorithm), unreadable);
        }
    }

    /** Whether a signature of this algorithm can be checked with the key, and is worth something then. */
    public static boolean fits(PublicKey key, String algorithm) {
        try {
            boolean isFamily = key instanceof RSAPublicKey
                    ? family(algorithm).equals("RSA")
                    : key instanceof ECPublicKey
                            ? family(algorithm).equals("EC")
                            : key instanceof EdECPublicKey && algorithm.equals("EdDSA");
            if (isFamily) {
                checkSize(key, algorithm);
            }
            return isFamily;
        } catch (IllegalArgumentException weak) {
            return false;
        }
    }

    private static String family(String algorithm) {
        return switch (algorithm.substring(0, 2)) {
            case "RS", "PS" -> "RSA";
            case "ES" -> "EC";
            default -> "EdDSA";
        };
    }

    private static void checkSize(PublicKey key, String algorithm) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < FEWEST_RSA_BITS || bits > MOST_RSA_BITS) {
                throw new IllegalArgumentException(
                        "invalid key: expected " + FEWEST_RSA_BITS + " to " + MOST_RSA_BITS + " bits");
            }
        }
        if (key instanceof ECPublicKey curve) {
            int expected = algorithm.equals("ES512") ? 521 : Integer.parseInt(algorithm.substring(2));
            if (curve.getParams().getOrder().bitLength() != expected) {
                throw new IllegalArgumentException("invalid key: " + algorithm + " needs the curve P-" + expected);
            }
        }
    }
}
