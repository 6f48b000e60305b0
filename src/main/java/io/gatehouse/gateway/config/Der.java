package io.gatehouse.gateway.config;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes and takes apart the little of ASN.1 (X.690) that keys and a certificate of one's own need, and Java has no way for. */
public final class Der {
    public static final int OCTETS = 0x04;
    public static final int OID = 0x06;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int LONG_LENGTH = 0x80;

    private Der() {}

    public static byte[] of(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) content.writeBytes(part);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < LONG_LENGTH) {
            all.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int from = bytes[0] == 0 ? 1 : 0;
            all.write(LONG_LENGTH | bytes.length - from);
            all.write(bytes, from, bytes.length - from);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    public static byte[] integer(BigInteger value) {
        return of(INTEGER, value.toByteArray());
    }

    /** Without the first two numbers together no identifier begins; those that are used here are short enough to be given as bytes. */
    public static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) content[i] = (byte) bytes[i];
        return of(OID, content);
    }

    /** The content of the first element with this tag among the elements of a sequence; null if there is none. */
    static byte[] find(byte[] sequence, int tag) {
        Reader all = new Reader(sequence);
        Reader inside = new Reader(all.next(SEQUENCE));
        while (inside.at < inside.bytes.length) {
            int found = inside.bytes[inside.at] & 0xff;
            byte[] content = inside.next(found);
            if (found == tag) return content;
        }
        return null;
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] next(int tag) {
            if (at + 2 > bytes.length || (bytes[at] & 0xff) != tag) throw new IllegalArgumentException("not DER");
            int length = bytes[at + 1] & 0xff;
            at += 2;
            if (length >= LONG_LENGTH) {
                int digits = length - LONG_LENGTH;
                if (digits == 0 || digits > 3 || at + digits > bytes.length)
                    throw new IllegalArgumentException("not DER");
                length = 0;
                for (int i = 0; i < digits; i++) length = length << 8 | bytes[at++] & 0xff;
            }
            if (at + length > bytes.length) throw new IllegalArgumentException("not DER");
            byte[] content = new byte[length];
            System.arraycopy(bytes, at, content, 0, length);
            at += length;
            return content;
        }
    }
}
