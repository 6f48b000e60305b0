package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** How a process becomes a node, and remains one. */
public final class Joining {
    private final MembershipFile file;
    private final String version;
    private final String hostname;

    public Joining(MembershipFile file, String version, String hostname) {
        this.file = file;
        this.version = version;
        this.hostname = hostname;
    }

    /** Says no for good: with this token, or from this node. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private Refused(Refusal refusal) {
            super(refusal.getMessage(), refusal);
        }
    }

    /** One try, at the control plane whose turn it is. */
    public Membership join(ControlPlanes controlPlanes, JoinToken token) throws IOException {
        URI address = controlPlanes.current();
        try {
            return join(address, token);
        } catch (Refusal refusal) {
            if (refusal.isFinal()) throw new Refused(refusal);
            controlPlanes.leave(address);
            throw refusal;
        } catch (IOException e) {
            controlPlanes.leave(address);
            throw e;
        }
    }

    private Membership join(URI address, JoinToken token) throws IOException {
        KeyPair keys = NodeKey.make();
        NodeWire.Joined joined = ControlPlaneClient.toJoin(token)
                .post(
                        address,
                        NodeWire.JOIN,
                        new NodeWire.Join(token.text(), NodeKey.request(keys), version, hostname),
                        NodeWire.Joined.class);
        try {
            X509Certificate authority = NodeKey.certificate(joined.ca());
            if (!MessageDigest.isEqual(AuthorityTrust.fingerprint(authority), token.authority()))
                throw new IOException("the control plane named another authority than the token does");
            Membership member = new Membership(
                    joined.nodeId(),
                    joined.runtimeGroup(),
                    keys.getPrivate(),
                    issued(joined.certificate(), keys, authority),
                    authority,
                    HexFormat.of().parseHex(joined.digestKey()),
                    hash(token));
            file.write(member);
            return member;
        } catch (GeneralSecurityException | IllegalArgumentException | NullPointerException e) {
            throw new IOException("the answer is none of a control plane: " + e.getMessage(), e);
        }
    }

    /** With a new key. On disk before it is used. */
    Membership renew(ControlPlaneClient client, URI address, Membership member) throws IOException {
        KeyPair keys = NodeKey.make();
        NodeWire.Renewed renewed =
                client.post(address, NodeWire.RENEW, new NodeWire.Renew(NodeKey.request(keys)), NodeWire.Renewed.class);
        try {
            X509Certificate authority = NodeKey.certificate(renewed.ca());
            Membership next =
                    member.renewed(keys.getPrivate(), issued(renewed.certificate(), keys, authority), authority);
            file.write(next);
            return next;
        } catch (GeneralSecurityException | NullPointerException e) {
            throw new IOException("the answer is none of a control plane: " + e.getMessage(), e);
        }
    }

    private static X509Certificate issued(String pem, KeyPair keys, X509Certificate authority)
            throws GeneralSecurityException {
        X509Certificate certificate = NodeKey.certificate(pem);
        certificate.verify(authority.getPublicKey());
        if (!certificate.getPublicKey().equals(keys.getPublic()))
            throw new CertificateException("the certificate is for another key");
        return certificate;
    }

    /** Whether a node came with this token. */
    public static boolean isOf(Membership member, JoinToken token) {
        return member.token().equals(hash(token));
    }

    private static String hash(JoinToken token) {
        try {
            byte[] text = token.text().getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
