package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.BasicAuthCredential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A password that can be compared and not be read. What is kept of it says how it was made and with which salt, so that it may be copied
 * to another credential or another gateway with the same pepper. One that came from Kong as its SHA-1 stays that, since nobody can make
 * anything better of it; all others are digested under the pepper.
 */
public record KeptPassword(BasicAuthCredential credential, KeyDigest digest) {

    private static final String PEPPERED = "hmac-sha256:";
    private static final String SHA1 = "sha1:";
    private static final Pattern SHA1_HEX = Pattern.compile("[0-9a-f]{40}");

    /** @param salt such as the credential's id, so that equal passwords do not look equal */
    public static String digest(UUID salt, String password, KeyDigest digest) {
        return PEPPERED + salt + ":" + HexFormat.of().formatHex(digest.of(salt + ":" + password));
    }

    /** As Kong's exports have it: bare, and salted with the consumer's id. Anything else comes back as it was. */
    public static String ofKong(String password, String consumerId) {
        return SHA1_HEX.matcher(password).matches() ? SHA1 + consumerId + ":" + password : password;
    }

    /** Whether it is what is kept of a password, and no password. */
    public static boolean isKept(String text) {
        return BasicAuthCredential.DIGEST.matcher(text).matches();
    }

    /** Takes as long for a wrong password as for the right one. */
    public boolean is(String password) {
        String kept = credential.digest();
        int end = kept.lastIndexOf(':');
        String salt = kept.substring(kept.indexOf(':') + 1, end);
        String presented = kept.startsWith(SHA1)
                ? SHA1 + salt + ":" + sha1(password + salt)
                : digest(UUID.fromString(salt), password, digest);
        return MessageDigest.isEqual(
                kept.getBytes(StandardCharsets.US_ASCII), presented.getBytes(StandardCharsets.US_ASCII));
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
