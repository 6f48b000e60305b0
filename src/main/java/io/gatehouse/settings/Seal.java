package io.gatehouse.settings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes what must be stored but not be readable where it is stored: AES-256-GCM under the installation's sealing key. What is closed
 * opens only at the place that it was closed for, so that nobody moves it to another.
 */
public final class Seal {
    private static final String MARK = "sealed:1:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** What is sealed cannot be read: by another key, or since it is not what was written. */
    public static final class Unopened extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private Unopened(String place, Throwable cause) {
            super(
                    "What is stored as " + place
                            + " cannot be opened. It was sealed with another key than the one in use"
                            + " (GATEHOUSE_SECRETS_SEALING_KEY, else sealing-key in secrets.properties of the data folder),"
                            + " or was changed since.",
                    cause);
        }
    }

    /** @param place where it will be stored */
    public String close(String place, String text) {
        return MARK + Base64.getEncoder().encodeToString(close(place, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param place where it will be stored */
    public byte[] close(String place, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            ByteBuffer closed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(content.length))
                    .put(nonce);
            cipher.doFinal(ByteBuffer.wrap(content), closed);
            return closed.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws Unopened when it was not closed for this place with this key */
    public String open(String place, String sealed) {
        if (!sealed.startsWith(MARK)) throw new Unopened(place, null);
        try {
            byte[] closed = Base64.getDecoder().decode(sealed.substring(MARK.length()));
            return new String(open(place, closed), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Unopened(place, e);
        }
    }

    /** @throws Unopened when it was not closed for this place with this key */
    public byte[] open(String place, byte[] closed) {
        if (closed.length <= NONCE_BYTES) throw new Unopened(place, null);
        byte[] nonce = Arrays.copyOf(closed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(closed, NONCE_BYTES, closed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new Unopened(place, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
