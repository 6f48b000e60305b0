package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Pem;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate with its key, as TLS takes it. It is shown to whoever asks for one, also to an upstream that lists authorities of
 * which none has signed it: whom else should the operator have meant it for?
 */
public final class Keys extends X509ExtendedKeyManager {
    private static final char[] NO_PASSWORD = {};

    private final X509ExtendedKeyManager own;

    private Keys(X509ExtendedKeyManager own) {
        this.own = own;
    }

    public static Keys of(Certificate certificate) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            add(keys, "first", certificate.cert(), certificate.key());
            if (certificate.certAlt() != null) add(keys, "second", certificate.certAlt(), certificate.keyAlt());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, NO_PASSWORD);
            return new Keys((X509ExtendedKeyManager) factory.getKeyManagers()[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate " + certificate.id() + " cannot be shown", e);
        }
    }

    private static void add(KeyStore keys, String name, String cert, String key) throws GeneralSecurityException {
        PrivateKey own = Pem.privateKey(key);
        keys.setKeyEntry(name, own, NO_PASSWORD, Pem.certificates(cert).toArray(X509Certificate[]::new));
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return own.chooseEngineClientAlias(types, null, engine);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return own.chooseClientAlias(types, null, socket);
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return own.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return own.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return own.getClientAliases(type, null);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return own.getServerAliases(type, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return own.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return own.getPrivateKey(alias);
    }
}
