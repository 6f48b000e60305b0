package io.gatehouse.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Keeps those who show no certificate few and short: to join takes one call. */
final class Strangers {
    static final int MOST = 500;
    static final int MOST_OF_AN_ADDRESS = 50;
    private static final long LONGEST_MILLIS = 30_000;

    private final Vertx vertx;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int all;

    Strangers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The certificate that the other side has shown, and the authority has signed; null for none. */
    static X509Certificate certificate(HttpConnection connection) {
        SSLSession session = connection.sslSession();
        if (session == null) return null;
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown ? shown : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    void admit(HttpConnection connection) {
        if (certificate(connection) != null) return;
        String address = connection.remoteAddress().hostAddress();
        if (!enter(address)) {
            connection.close();
            return;
        }
        long timer = vertx.setTimer(LONGEST_MILLIS, late -> connection.close());
        connection.closeHandler(gone -> {
            vertx.cancelTimer(timer);
            leave(address);
        });
    }

    private synchronized boolean enter(String address) {
        if (all >= MOST || byAddress.getOrDefault(address, 0) >= MOST_OF_AN_ADDRESS) return false;
        all++;
        byAddress.merge(address, 1, Integer::sum);
        return true;
    }

    private synchronized void leave(String address) {
        all--;
        byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
    }
}
