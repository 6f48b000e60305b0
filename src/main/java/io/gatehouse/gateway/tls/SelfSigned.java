package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Der;
import io.netty.handler.ssl.SslContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * The certificate that clients see who ask for a name that has none: made anew at each start, and trusted by nobody. It lets a call be
 * tried before there is a real one.
 */
public final class SelfSigned {
    private static final int CONTENT_STRING = 0x0c;
    private static final int BITS = 0x03;
    private static final int TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int DAYS = 3650;
    private static final int SERIAL_BITS = 120;
    private static final byte[] SIGNED_WITH =
            Der.of(Der.SEQUENCE, Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] COMMON_NAME = Der.oid(0x55, 0x04, 0x03);
    private static final byte[] ALTERNATIVE_NAMES = Der.oid(0x55, 0x1d, 0x11);
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private SelfSigned() {}

    public static SslContext context() {
        return new Shown(certificate("localhost", Instant.now())).context();
    }

    /** Good for ten years from the day before. */
    public static Certificate certificate(String name, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] toSign = toSign(name, now.minus(1, ChronoUnit.DAYS), keys);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(toSign);
            byte[] whole = Der.of(Der.SEQUENCE, toSign, SIGNED_WITH, Der.of(BITS, new byte[1], signature.sign()));
            return new Certificate(
                    UUID.randomUUID(),
                    pem("CERTIFICATE", whole),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    null,
                    null,
                    null,
                    null,
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] toSign(String name, Instant from, KeyPair keys) {
        byte[] called = name(name);
        byte[] alternatives = Der.of(
                Der.SEQUENCE,
                ALTERNATIVE_NAMES,
                Der.of(Der.OCTETS, Der.of(Der.SEQUENCE, Der.of(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)))));
        return Der.of(
                Der.SEQUENCE,
                Der.of(VERSION, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                SIGNED_WITH,
                called,
                Der.of(Der.SEQUENCE, time(from), time(from.plus(DAYS, ChronoUnit.DAYS))),
                called,
                keys.getPublic().getEncoded(),
                Der.of(EXTENSIONS, Der.of(Der.SEQUENCE, alternatives)));
    }

    private static byte[] name(String name) {
        byte[] text = Der.of(CONTENT_STRING, name.getBytes(StandardCharsets.US_ASCII));
        return Der.of(Der.SEQUENCE, Der.of(Der.SET, Der.of(Der.SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] time(Instant at) {
        return Der.of(TIME, FORM.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
