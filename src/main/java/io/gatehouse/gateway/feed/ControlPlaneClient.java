package io.gatehouse.gateway.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Calls to a control plane, by threads that may wait. Each read has a limit of time, so that a peer that has gone without a word is noticed; the
 * client of the JDK that knows such limits is this one.
 */
final class ControlPlaneClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 20_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final int NOT_MODIFIED = 304;

    private final SSLSocketFactory tls;
    private final Set<HttpURLConnection> open = ConcurrentHashMap.newKeySet();

    private ControlPlaneClient(KeyManager[] own, AuthorityTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(own, new TrustManager[] {trust}, new SecureRandom());
            tls = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of nobody yet. */
    static ControlPlaneClient toJoin(JoinToken token) {
        return new ControlPlaneClient(null, new AuthorityTrust(token.authority()));
    }

    static ControlPlaneClient of(Membership member) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = {};
            Certificate[] chain = {member.certificate(), member.authority()};
            store.setKeyEntry("node", member.key(), password, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            return new ControlPlaneClient(
                    keys.getKeyManagers(), new AuthorityTrust(AuthorityTrust.fingerprint(member.authority())));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate of this node cannot be used", e);
        }
    }

    <T extends Record> T post(URI address, String path, Record message, Class<T> answer) throws IOException {
        return post(address, path, message, answer, READ_MILLIS);
    }

    /** @param readMillis without a byte */
    <T extends Record> T post(URI address, String path, Record message, Class<T> answer, int readMillis)
            throws IOException {
        byte[] read = call(address, path, NodeWire.write(message), readMillis);
        try {
            return NodeWire.read(read, answer);
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("the answer is none of a control plane: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Where the answer says nothing. */
    void post(URI address, String path, Record message) throws IOException {
        call(address, path, NodeWire.write(message), READ_MILLIS);
    }

    private byte[] call(URI address, String path, byte[] body, int readMillis) throws IOException {
        HttpURLConnection call = open(address, path, readMillis);
        try {
            call.setRequestMethod("POST");
            call.setRequestProperty("Content-Type", "application/json");
            call.setDoOutput(true);
            // Of an answer 401 to a body that was streamed only the status could be read, and not the reason.
            if (!path.equals(NodeWire.JOIN)) call.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = call.getOutputStream()) {
                out.write(body);
            }
            refuse(call);
            try (InputStream in = unpacked(call)) {
                return bounded(in);
            }
        } finally {
            open.remove(call);
        }
    }

    /**
     * Takes a long answer as it comes.
     *
     * @param etag what is there already, null for nothing
     * @return false if it is the same
     */
    boolean get(URI address, String path, String etag, Taking taking) throws IOException {
        HttpURLConnection call = open(address, path, READ_MILLIS);
        boolean isWhole = false;
        try {
            call.setRequestProperty("Accept-Encoding", "gzip");
            if (etag != null) call.setRequestProperty("If-None-Match", etag);
            if (call.getResponseCode() == NOT_MODIFIED) {
                isWhole = true;
                return false;
            }
            refuse(call);
            try (InputStream in = unpacked(call)) {
                taking.take(in, call.getHeaderField("ETag"));
            }
            isWhole = true;
            return true;
        } finally {
            open.remove(call);
            // What is left of an answer that was given up would be read to its end.
            if (!isWhole) call.disconnect();
        }
    }

    /** Reads an answer to its end. */
    @FunctionalInterface
    interface Taking {
        void take(InputStream in, String etag) throws IOException;
    }

    private HttpURLConnection open(URI address, String path, int readMillis) throws IOException {
        HttpsURLConnection call =
                (HttpsURLConnection) address.resolve(path).toURL().openConnection();
        call.setSSLSocketFactory(tls);
        // The authority vouches for servers; the names that lead to them are no part of what it says.
        call.setHostnameVerifier((name, session) -> true);
        call.setInstanceFollowRedirects(false);
        call.setUseCaches(false);
        call.setConnectTimeout(CONNECT_MILLIS);
        call.setReadTimeout(readMillis);
        open.add(call);
        return call;
    }

    private static void refuse(HttpURLConnection call) throws IOException {
        int status = call.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_NO_CONTENT) return;
        String message = "HTTP " + status;
        try (InputStream in = call.getErrorStream()) {
            if (in != null)
                message = NodeWire.read(bounded(in), NodeWire.Problem.class).message();
        } catch (IllegalArgumentException notOurs) {
            // Something between here and there has answered; its status is all that it has to say.
        }
        throw new Refusal(status, message == null ? "HTTP " + status : message);
    }

    private static InputStream unpacked(HttpURLConnection call) throws IOException {
        InputStream in = call.getInputStream();
        return "gzip".equalsIgnoreCase(call.getContentEncoding()) ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static byte[] bounded(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            if (all.size() + count > MOST_BYTES) throw new IOException("the answer is too long");
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    /** Ends what is under way. */
    void hangUp() {
        open.forEach(HttpURLConnection::disconnect);
    }
}
