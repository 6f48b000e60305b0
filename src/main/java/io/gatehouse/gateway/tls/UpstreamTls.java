package io.gatehouse.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS with the upstreams of one or more services, on the same terms for all. Made when a topology is compiled, since to read
 * authorities and keys takes too long for an event loop. Connections are kept for one of these and one address, so that no service gets one
 * that was opened on the terms of another.
 */
public final class UpstreamTls {
    private static final Logger LOG = System.getLogger(UpstreamTls.class.getName());
    private static final long SAID_AGAIN_AFTER_MILLIS = 60_000;
    private static final int MOST_REMEMBERED = 100;

    private final Terms terms;
    private final SslContext http1;
    private final SslContext http2;
    /** What has been said of failures, and when. */
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    UpstreamTls(Terms terms) {
        this.terms = terms;
        try {
            http1 = terms.context().build();
            http2 = terms.context()
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    Terms terms() {
        return terms;
    }

    /**
     * For one connection.
     *
     * @param name that is asked for, and that the certificate must have
     * @param isHttp2 whether nothing else is offered
     */
    public SslHandler handler(String name, int port, boolean isHttp2, ByteBufAllocator memory) {
        SslHandler handler = (isHttp2 ? http2 : http1).newHandler(memory, name, port);
        SSLParameters checks = handler.engine().getSSLParameters();
        checks.setEndpointIdentificationAlgorithm(terms.isVerified() ? "HTTPS" : null);
        handler.engine().setSSLParameters(checks);
        return handler;
    }

    /** Tells the operator why, if it was for TLS that a call has failed; not with every call that fails of the same. */
    public void failed(String host, int port, Throwable cause) {
        String reason = HandshakeFailure.reason(cause);
        if (reason == null) return;
        String line = "no TLS with " + host + ":" + port + ": " + reason;
        long now = System.currentTimeMillis();
        Long before = said.get(line);
        if (before != null && now - before < SAID_AGAIN_AFTER_MILLIS) return;
        if (said.size() >= MOST_REMEMBERED) said.clear();
        said.put(line, now);
        LOG.log(Level.WARNING, line);
    }
}
