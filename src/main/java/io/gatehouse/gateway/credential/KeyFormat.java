package io.gatehouse.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The form of our keys: {@code gh_live_<43 base62>_<6 base62>}. 43 digits hold 256 random bits; the last six are a CRC-32 of all
 * before them, so that a mistyped or made-up key is told from a real one without a look-up, and scanners can spot a leaked one.
 */
public final class KeyFormat {
    /** What scanners for leaked secrets look for. */
    public static final String PATTERN = "gh_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}";

    private static final String START = "gh_live_";
    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int RANDOM_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;
    private static final int LENGTH = START.length() + RANDOM_DIGITS + 1 + CHECK_DIGITS;
    private static final int SHOWN = 12;
    private static final int SHORT = 16;
    private static final int LONG = 48;

    private final SecureRandom random = new SecureRandom();

    public String mint() {
        StringBuilder key = new StringBuilder(LENGTH).append(START);
        for (int i = 0; i < RANDOM_DIGITS; i++) key.append(DIGITS[random.nextInt(DIGITS.length)]);
        String check = check(key);
        return key.append('_').append(check).toString();
    }

    /** Whether the key claims to be one of ours but cannot be: it looks like one and its check digits are wrong. */
    public static boolean isForged(String key) {
        if (!key.startsWith(START)) return false;
        if (key.length() != LENGTH || key.charAt(LENGTH - CHECK_DIGITS - 1) != '_') return true;
        // With each call, so without a String of its own.
        long rest = checksum(key.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = LENGTH - 1; i >= LENGTH - CHECK_DIGITS; i--) {
            if (key.charAt(i) != DIGITS[(int) (rest % DIGITS.length)]) return true;
            rest /= DIGITS.length;
        }
        return false;
    }

    /** The beginning of a key, for people to recognise it by. */
    public static String prefixOf(String key) {
        return key.substring(0, key.length() < LONG ? shownOf(key) : SHOWN);
    }

    /** The end of a key, for people to recognise it by. */
    public static String lastFourOf(String key) {
        return key.substring(key.length() - Math.min(4, shownOf(key)));
    }

    /** Of a key that is shorter than ours less may be shown, since the rest has to be guessed. */
    private static int shownOf(String key) {
        return key.length() < SHORT ? 0 : key.length() / 8;
    }

    private static String check(CharSequence key) {
        long rest = checksum(key.toString().getBytes(StandardCharsets.ISO_8859_1));
        char[] digits = new char[CHECK_DIGITS];
        for (int i = CHECK_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
        return new String(digits);
    }

    /** Of all that stands before the check digits. */
    private static long checksum(byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key, 0, LENGTH - CHECK_DIGITS - 1);
        return crc.getValue();
    }
}
