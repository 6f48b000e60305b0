package io.gatehouse.gateway.feed;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes servers of one installation: those with a certificate for servers that its authority has issued. Names do not count, since a
 * control plane has as many as there are ways to it; and a node's certificate, of the same authority, is not one for servers.
 */
final class AuthorityTrust extends X509ExtendedTrustManager {
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";

    private final byte[] fingerprint;

    /** @param fingerprint SHA-256 of the authority's certificate, which servers send along */
    AuthorityTrust(byte[] fingerprint) {
        this.fingerprint = fingerprint.clone();
    }

    static byte[] fingerprint(X509Certificate authority) throws CertificateException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate authority = authority(chain);
        authority.checkValidity();
        if (authority.getBasicConstraints() < 0)
            throw new CertificateException("the pinned certificate is no authority's");
        try {
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain[0]));
            PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            rules.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, rules);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the server's certificate is not good: " + e.getMessage(), e);
        }
        List<String> uses = chain[0].getExtendedKeyUsage();
        if (uses == null || !uses.contains(FOR_SERVERS))
            throw new CertificateException("the server's certificate is not one for servers");
    }

    private X509Certificate authority(X509Certificate[] chain) throws CertificateException {
        for (int i = 1; i < chain.length; i++)
            if (MessageDigest.isEqual(fingerprint(chain[i]), fingerprint)) return chain[i];
        throw new CertificateException("the server does not belong to the installation that this node has a token of");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("only servers are believed");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("only servers are believed");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("only servers are believed");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
