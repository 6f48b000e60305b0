package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.Certificate;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** A certificate with its key, as it is shown to those who ask for its names. What TLS needs of it is made for the first who does. */
final class Shown {
    private final Certificate certificate;
    private final AtomicReference<SslContext> context;

    Shown(Certificate certificate) {
        this(certificate, new AtomicReference<>());
    }

    private Shown(Certificate certificate, AtomicReference<SslContext> context) {
        this.certificate = certificate;
        this.context = context;
    }

    /** The same as before, if it is the same, so that sessions of its clients live on. */
    Shown or(Shown before) {
        return before != null && before.certificate.equals(certificate) ? before : this;
    }

    /** Two that come first at once may both make one, since nobody may wait for another here. */
    SslContext context() {
        SslContext made = context.get();
        if (made != null) return made;
        context.compareAndSet(null, make());
        return context.get();
    }

    private SslContext make() {
        try {
            return SslContextBuilder.forServer(Keys.of(certificate))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("The certificate " + certificate.id() + " cannot be shown", e);
        }
    }
}
