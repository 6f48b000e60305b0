package io.gatehouse.gateway.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Why there is no TLS with an upstream, in the words of whoever has to put it right. */
final class HandshakeFailure {
    private static final int LONGEST = 300;

    private HandshakeFailure() {}

    /** Null if it was not for TLS. */
    static String reason(Throwable failure) {
        boolean isTls = false;
        Throwable deepest = failure;
        for (Throwable one = failure; one != null; one = one.getCause()) {
            isTls |= one instanceof SSLException;
            deepest = one;
        }
        return isTls ? printable(told(deepest)) : null;
    }

    private static String told(Throwable deepest) {
        String message = String.valueOf(deepest.getMessage());
        if (deepest instanceof CertificateExpiredException) return "its certificate has expired (" + message + ")";
        if (deepest instanceof CertificateNotYetValidException)
            return "its certificate is not valid yet (" + message + ")";
        if (deepest instanceof CertPathBuilderException)
            return "its certificate is of no authority that is trusted (" + message + ")";
        if (message.startsWith("No name matching") || message.startsWith("No subject alternative"))
            return "its certificate is of another host (" + message + ")";
        return message;
    }

    /** Some of it is what the other side has sent. */
    private static String printable(String message) {
        String line = message.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
