package io.gatehouse.gateway.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes whom another one believes, if no more certificates than so many stand in between; Java itself does not count them. */
final class ShortChains extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager other;
    private final int most;

    ShortChains(X509ExtendedTrustManager other, int most) {
        this.other = other;
        this.most = most;
    }

    private void count(X509Certificate[] chain) throws CertificateException {
        int between = 0;
        for (int i = 1; i < chain.length; i++) {
            boolean isRoot = chain[i].getSubjectX500Principal().equals(chain[i].getIssuerX500Principal());
            if (!isRoot && ++between > most)
                throw new CertificateException("the chain is longer than tls_verify_depth");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        count(chain);
        other.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        count(chain);
        other.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        count(chain);
        other.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        other.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        other.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        other.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return other.getAcceptedIssuers();
    }
}
