package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.BasicAuthCredential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A password that can be compared and not be read. One that came from Kong as its SHA-1 stays that, since nobody can make anything
 * better of it; all others are digested under the pepper, together with the credential's id, so that equal ones do not look equal.
 */
public record KeptPassword(BasicAuthCredential credential, KeyDigest digest) {

    private static final int SHA1_HEX_LENGTH = 40;

    /** 64 hex digits. */
    public static String digest(UUID credentialId, String password, KeyDigest digest) {
        return HexFormat.of().formatHex(digest.of(credentialId + ":" + password));
    }

    /** Takes as long for a wrong password as for the right one. */
    public boolean is(String password) {
        String kept = credential.digest();
        String presented = kept.length() == SHA1_HEX_LENGTH
                ? sha1(password + credential.consumer().id())
                : digest(credential.id(), password, digest);
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
