package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.CaCertificate;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Pem;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.config.Upstream;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How TLS is spoken with the upstream of each service. Immutable; terms that stay as they were keep their connections. */
public final class TlsOfServices {
    private final UpstreamTls usual;
    private final Map<UUID, UpstreamTls> own;

    private TlsOfServices(UpstreamTls usual, Map<UUID, UpstreamTls> own) {
        this.usual = usual;
        this.own = own;
    }

    /** @param verifies whether a certificate must be good where nothing is said about that */
    public static TlsOfServices none(boolean verifies) {
        return new TlsOfServices(new UpstreamTls(new Terms(verifies, null, List.of(), null)), Map.of());
    }

    /** @param before what was served until now */
    public static TlsOfServices of(Topology topology, TlsOfServices before) {
        Map<Terms, UpstreamTls> known = new HashMap<>();
        before.own.values().forEach(one -> known.put(one.terms(), one));
        known.put(before.usual.terms(), before.usual);
        Reading reading = new Reading(topology, before.usual.terms().isVerified());
        Map<UUID, UpstreamTls> own = new HashMap<>();
        for (Service service : topology.services())
            if (service.isSecure() && service.enabled())
                own.put(service.id(), known.computeIfAbsent(reading.terms(service), UpstreamTls::new));
        return new TlsOfServices(before.usual, own);
    }

    /** For wherever a plugin sends a call that its service knows nothing of. */
    public UpstreamTls usual() {
        return usual;
    }

    /** Counts only where the service is called by TLS. */
    public UpstreamTls of(Service service) {
        return own.getOrDefault(service.id(), usual);
    }

    /** What a topology says about it. */
    private static final class Reading {
        private final boolean verifies;
        private final Map<UUID, X509Certificate> authorities = new HashMap<>();
        private final Map<UUID, Certificate> certificates = new HashMap<>();
        private final Map<String, Ref> ofUpstreams = new HashMap<>();

        Reading(Topology topology, boolean verifies) {
            this.verifies = verifies;
            for (CaCertificate one : topology.caCertificates())
                authorities.put(one.id(), Pem.certificates(one.cert()).get(0));
            for (Certificate one : topology.certificates()) certificates.put(one.id(), one);
            for (Upstream one : topology.upstreams()) ofUpstreams.put(one.name(), one.clientCertificate());
        }

        Terms terms(Service service) {
            Ref shown =
                    service.clientCertificate() == null ? ofUpstreams.get(service.host()) : service.clientCertificate();
            return new Terms(
                    service.tlsVerify() == null ? verifies : service.tlsVerify(),
                    service.tlsVerifyDepth(),
                    service.caCertificates() == null
                            ? List.of()
                            : service.caCertificates().stream()
                                    .map(authorities::get)
                                    .toList(),
                    shown == null ? null : certificates.get(shown.id()));
        }
    }
}
