package io.gatehouse.gateway;

import io.gatehouse.gateway.config.CaCertificate;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Upstreams behind TLS for tests: what they show, and who vouches for them. */
public final class TestTls {
    /** The entity, as services name it. */
    public static final UUID AUTHORITY = UUID.fromString("00000000-0000-4000-8000-00000000000c");

    private static final Path FILES = Path.of("src/test/resources/tls");

    private TestTls() {}

    /** Shows a certificate of {@code localhost} that the {@link #authority} vouches for, with one in between. */
    public static HttpServerOptions server() {
        return server("chain");
    }

    /** @param name of the files with its certificate and key */
    public static HttpServerOptions server(String name) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(FILES.resolve(name + ".crt").toString())
                        .setKeyPath(FILES.resolve(name + ".key").toString()));
    }

    /** Lets those in who show one of these. */
    public static PemTrustOptions trusting(Certificate... clients) {
        PemTrustOptions trusted = new PemTrustOptions();
        for (Certificate client : clients) trusted.addCertValue(Buffer.buffer(client.cert()));
        return trusted;
    }

    public static CaCertificate authority() {
        return authority("authority");
    }

    public static CaCertificate authority(String name) {
        return new CaCertificate(AUTHORITY, text(name + ".crt"), null, null, null, null);
    }

    public static String text(String file) {
        try {
            return Files.readString(FILES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything goes to this service, and the {@link #authority} is there to be named. */
    public static Topology of(Service service, Certificate... certificates) {
        Topology one = Topologies.of(service);
        return new Topology(
                one.services(),
                one.routes(),
                null,
                null,
                null,
                null,
                List.of(certificates),
                null,
                List.of(authority()));
    }
}
