package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.credential.IdentityIndex.Holder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.InstantSource;

/**
 * A credential as the index keeps it: 16 of the digest's 32 bytes, which is far beyond what could be guessed or met by chance, and
 * whose it is.
 */
final class HeldKey {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final String type;
    private final long first;
    private final long second;
    private final long expiresAt;
    private final Holder holder;

    HeldKey(String type, byte[] digest, Long expiresAt, Holder holder) {
        this.type = type;
        this.first = first(digest);
        this.second = second(digest);
        this.expiresAt = expiresAt == null ? Long.MAX_VALUE : expiresAt;
        this.holder = holder;
    }

    static long first(byte[] digest) {
        return (long) LONGS.get(digest, 0);
    }

    static long second(byte[] digest) {
        return (long) LONGS.get(digest, Long.BYTES);
    }

    long first() {
        return first;
    }

    boolean is(String type, long first, long second) {
        return this.first == first && this.second == second && this.type.equals(type);
    }

    boolean isSameKeyAs(HeldKey other) {
        return is(other.type, other.first, other.second);
    }

    boolean isExpired(InstantSource clock) {
        return expiresAt != Long.MAX_VALUE && expiresAt <= clock.millis();
    }

    Holder holder() {
        return holder;
    }
}
