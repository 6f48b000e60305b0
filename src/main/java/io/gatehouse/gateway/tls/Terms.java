package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.Certificate;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * On which terms TLS is spoken with an upstream.
 *
 * @param isVerified whether its certificate must be good, and its own
 * @param depth how many certificates may stand between the upstream's own and an authority; null for any number
 * @param authorities empty for those that Java trusts
 * @param shown to the upstream, if it asks who calls; null for nothing
 */
record Terms(boolean isVerified, Integer depth, List<X509Certificate> authorities, Certificate shown) {

    SslContextBuilder context() {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
        TrustManager trusting = manager();
        if (trusting != null) builder.trustManager(trusting);
        if (shown != null) builder.keyManager(Keys.of(shown));
        return builder;
    }

    /** Null where Java's own way is the one. */
    private TrustManager manager() {
        if (!isVerified) return InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
        if (depth == null && authorities.isEmpty()) return null;
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities.isEmpty() ? null : store());
            X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
            return depth == null ? manager : new ShortChains(manager, depth);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate one : authorities) store.setCertificateEntry("ca-" + store.size(), one);
        return store;
    }
}
