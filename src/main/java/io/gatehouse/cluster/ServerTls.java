package io.gatehouse.cluster;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.tls.Keys;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * How the control plane shows who it is. Each process has a key and a certificate of its own, which are written nowhere. The authority's
 * certificate comes along, since a node that joins knows only its digest.
 */
@Singleton
class ServerTls {
    static final Duration RENEWED_AFTER = Issuer.SERVER_CERTIFICATE.dividedBy(3);

    private final Authority authority;

    ServerTls(Authority authority) {
        this.authority = authority;
    }

    /** Asks for a certificate of the authority; whoever has none may still come in to join. */
    HttpServerOptions on(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(false)
                .setClientAuth(ClientAuth.REQUEST)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        options.setKeyCertOptions(key()).setTrustOptions(trust());
        return options;
    }

    /** With the next certificate, long before the one in use ends. */
    SSLOptions fresh() {
        return new SSLOptions()
                .setKeyCertOptions(key())
                .setTrustOptions(trust())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    }

    private KeyCertOptions key() {
        KeyPair keys = Issuer.freshKey();
        Issuer issuer = authority.issuer();
        String chain = Issuer.pem(issuer.server(keys.getPublic(), Instant.now())) + authority.certificate();
        return KeyCertOptions.wrap(Keys.of(new Certificate(
                UUID.randomUUID(), chain, Issuer.pem(keys.getPrivate()), null, null, null, null, null)));
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authority.certificate()));
    }
}
