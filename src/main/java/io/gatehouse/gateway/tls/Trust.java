package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.CaCertificate;
import io.gatehouse.gateway.config.Pem;
import io.gatehouse.gateway.config.Service;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How far an upstream's certificate is believed, where a service says anything about it.
 *
 * @param verify null where the service leaves it to the gateway
 * @param depth how many certificates may stand between the upstream's own and an authority; null for any number
 * @param authorities empty for those that Java trusts
 */
public record Trust(Boolean verify, Integer depth, List<X509Certificate> authorities) {

    /** By the id of the service, where there is anything to say. */
    public static Map<UUID, Trust> of(Collection<Service> services, Collection<CaCertificate> authorities) {
        Map<UUID, X509Certificate> known = new HashMap<>();
        authorities.forEach(
                one -> known.put(one.id(), Pem.certificates(one.cert()).get(0)));
        Map<UUID, Trust> trusts = new HashMap<>();
        for (Service service : services) {
            boolean hasOwn = service.caCertificates() != null;
            if (service.tlsVerify() == null && service.tlsVerifyDepth() == null && !hasOwn) continue;
            List<X509Certificate> own =
                    hasOwn ? service.caCertificates().stream().map(known::get).toList() : List.of();
            trusts.put(service.id(), new Trust(service.tlsVerify(), service.tlsVerifyDepth(), own));
        }
        return trusts;
    }

    /** Null where Java's own way is the one. */
    public TrustManager manager() {
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
