package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.tls.Trust;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
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
    private final Map<Way, SslContext> contexts = new HashMap<>();

    private record Way(Trust trust, boolean isHttp2) {}

    UpstreamTls(Dialect dialect) {
        verifies = dialect.verifiesUpstreams();
    }

    /** @param trust null for the usual */
    SslHandler to(Origin origin, Trust trust, Channel channel) {
        return to(origin, trust, channel, false);
    }

    /** Likewise, where nothing but HTTP/2 is spoken. */
    SslHandler toHttp2(Origin origin, Trust trust, Channel channel) {
        return to(origin, trust, channel, true);
    }

    private SslHandler to(Origin origin, Trust trust, Channel channel, boolean isHttp2) {
        Trust own = trust == null ? USUAL : trust;
        boolean isVerified = own.verify() == null ? verifies : own.verify();
        // Those of configurations that are gone.
        if (contexts.size() > MOST_KEPT) contexts.clear();
        SslContext context = contexts.computeIfAbsent(new Way(own, isHttp2), way -> context(way, isVerified));
        SslHandler handler = context.newHandler(channel.alloc(), origin.tlsName(), origin.port());
        SSLParameters checks = handler.engine().getSSLParameters();
        checks.setEndpointIdentificationAlgorithm(isVerified ? "HTTPS" : null);
        handler.engine().setSSLParameters(checks);
        return handler;
    }

    private static SslContext context(Way way, boolean isVerified) {
        SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
        TrustManager manager = isVerified ? way.trust.manager() : null;
        try {
            if (!isVerified) builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            else if (manager != null) builder.trustManager(manager);
            if (way.isHttp2)
                builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                ApplicationProtocolNames.HTTP_2));
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
