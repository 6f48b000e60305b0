package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.tls.Trust;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** TLS to upstreams: their name is asked for and their certificate must be good, unless an operator says otherwise. */
final class UpstreamTls {
    private static final Trust USUAL = new Trust(null, null, List.of());
    private static final int MOST_KEPT = 200;

    private final boolean verifies;
    private final Map<Trust, SslContext> contexts = new HashMap<>();

    UpstreamTls(Dialect dialect) {
        verifies = dialect.verifiesUpstreams();
    }

    /** @param trust null for the usual */
    SslHandler to(Origin origin, Trust trust, Channel channel) {
        Trust own = trust == null ? USUAL : trust;
        boolean isVerified = own.verify() == null ? verifies : own.verify();
        // Those of configurations that are gone.
        if (contexts.size() > MOST_KEPT) contexts.clear();
        SslContext context = contexts.computeIfAbsent(own, any -> context(own, isVerified));
        SslHandler handler = context.newHandler(channel.alloc(), origin.tlsName(), origin.port());
        SSLParameters checks = handler.engine().getSSLParameters();
        checks.setEndpointIdentificationAlgorithm(isVerified ? "HTTPS" : null);
        handler.engine().setSSLParameters(checks);
        return handler;
    }

    private static SslContext context(Trust trust, boolean isVerified) {
        SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
        TrustManager manager = isVerified ? trust.manager() : null;
        try {
            if (!isVerified) builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            else if (manager != null) builder.trustManager(manager);
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
