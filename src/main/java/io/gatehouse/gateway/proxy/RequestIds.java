package io.gatehouse.gateway.proxy;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Names for requests: 32 hex digits. They are no secrets, so one seed from the system is enough for each event loop. */
final class RequestIds {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    String next() {
        char[] id = new char[32];
        write(random.nextLong(), id, 0);
        write(random.nextLong(), id, 16);
        return new String(id);
    }

    private static void write(long bits, char[] id, int from) {
        for (int i = from; i < from + 16; i++) {
            id[i] = HEX[(int) (bits & 15)];
            bits >>>= 4;
        }
    }
}
