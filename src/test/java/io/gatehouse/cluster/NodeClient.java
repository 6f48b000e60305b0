package io.gatehouse.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.feed.NodeWire;
import io.gatehouse.gateway.tls.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Calls the listener for nodes as a node would, or as somebody who wants to pass for one. */
final class NodeClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final HttpClient http;
    /** What the other side has shown. */
    private volatile X509Certificate[] seen;

    private NodeClient(int port, KeyManager... shown) {
        this.port = port;
        try {
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(shown, new TrustManager[] {new Seeing()}, new SecureRandom());
            http = HttpClient.newBuilder()
                    .sslContext(tls)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static NodeClient stranger(int port) {
        return new NodeClient(port);
    }

    /** @param certificate in PEM */
    static NodeClient with(int port, String certificate, KeyPair keys) {
        return new NodeClient(
                port,
                Keys.of(new Certificate(
                        UUID.randomUUID(), certificate, Issuer.pem(keys.getPrivate()), null, null, null, null, null)));
    }

    static String csr(KeyPair keys) {
        return csr(keys, keys);
    }

    /** One that is signed with some other key. */
    static String csr(KeyPair keys, KeyPair signing) {
        try {
            byte[] request = new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=00000000-0000-0000-0000-000000000000,O=Somebody else"), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate()))
                    .getEncoded();
            return "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request)
                    + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> post(String path, Record message) {
        return post(path, NodeWire.write(message));
    }

    HttpResponse<byte[]> post(String path, byte[] body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    CompletableFuture<HttpResponse<byte[]>> postLater(String path, Record message) {
        return http.sendAsync(
                request(path)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(NodeWire.write(message)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    X509Certificate[] seen() {
        return seen;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts everybody, and remembers whom: what a node trusts is tested with the node. */
    private final class Seeing extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            seen = chain;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            seen = chain;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen = chain;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
