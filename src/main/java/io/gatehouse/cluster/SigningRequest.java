package io.gatehouse.cluster;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What a node wants to be certified: its public key, with the proof that it has the private one. Names and extensions that it may have
 * put in are not read: the control plane knows whom it certifies, and for what.
 */
final class SigningRequest {
    private static final int LONGEST = 16_000;
    private static final Pattern BLOCK = Pattern.compile(
            "\\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END \\1?CERTIFICATE REQUEST-----\\s*");

    private SigningRequest() {}

    /** @throws NodeProblem when it is none, proves nothing, or is for a key that is not good enough */
    static PublicKey keyOf(String pem) {
        Matcher block = BLOCK.matcher(pem == null || pem.length() > LONGEST ? "" : pem);
        if (!block.matches())
            throw new NodeProblem(400, "csr: expected a PEM that begins with BEGIN CERTIFICATE REQUEST");
        PublicKey key;
        try {
            var request = new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(block.group(2)));
            key = key(request.getSubjectPublicKeyInfo());
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key)))
                throw new NodeProblem(400, "csr: it is not signed with its own key");
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException unreadable) {
            throw new NodeProblem(400, "csr: it cannot be read as PKCS#10");
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException unreadable) {
            throw new NodeProblem(400, "csr: it cannot be read as PKCS#10");
        }
        if (!isGood(key))
            throw new NodeProblem(400, "csr: use a key on the curve P-256 or P-384, or RSA of 2048 to 4096 bits");
        return key;
    }

    private static PublicKey key(SubjectPublicKeyInfo info) throws IOException, GeneralSecurityException {
        boolean isEc = info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
        return KeyFactory.getInstance(isEc ? "EC" : "RSA").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    }

    private static boolean isGood(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= 2048 && bits <= 4096;
        }
        if (!(key instanceof ECPublicKey ec)) return false;
        int bits = ec.getParams().getOrder().bitLength();
        return bits == 256 || bits == 384;
    }
}
