package io.gatehouse.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.feed.NodeWire;
import io.gatehouse.gateway.tls.Keys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

/** A control plane that says what a test wants, right or wrong, and that comes and goes at the same port. */
public final class TestControlPlane implements AutoCloseable {
    public static final byte[] DIGEST_KEY = new byte[32];
    private static final Duration LONGEST_WATCH = Duration.ofSeconds(2);

    /** What it does wrong. */
    public enum Fault {
        NONE,
        /** Answers with what no control plane says. */
        GARBAGE,
        /** Breaks off in the middle of the identities. */
        HALF_IDENTITIES,
        /** Takes usage and hangs up before it says so. */
        FORGETFUL,
        REMOVED
    }

    private final KeyPair authorityKeys = Issuer.freshKey();
    private final X509Certificate authority = Issuer.authority(authorityKeys, Instant.now());
    private final Issuer issuer = new Issuer(authority, authorityKeys.getPrivate());
    private final UUID group = UUID.randomUUID();
    private final Map<UUID, Change> identities = new LinkedHashMap<>();
    private final List<NodeWire.Watch> watches = new CopyOnWriteArrayList<>();
    private final List<NodeWire.Usage> usage = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> renewed = new CopyOnWriteArrayList<>();
    private volatile Fault fault = Fault.NONE;
    private volatile Duration certificateAge = Duration.ZERO;
    private volatile boolean isShowingNodeCertificate;
    private UUID history = UUID.randomUUID();
    private long topology;
    private long sequence;
    private String document = "{\"_format_version\":\"3.0\"}";
    private HttpsServer server;
    private ExecutorService threads;
    private int port;

    private record Change(long sequence, ObjectNode line) {}

    public TestControlPlane() throws IOException {
        start();
    }

    public void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new Configurator(context()));
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
        port = server.getAddress().getPort();
    }

    /** As if it had been killed. */
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    public URI address() {
        return URI.create("https://127.0.0.1:" + port);
    }

    public String token() {
        return "ghj_" + "a".repeat(43) + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(authority));
    }

    public void be(Fault some) {
        fault = some;
    }

    /** Certificates that it issues are as old as that. */
    public void issueOld(Duration age) {
        certificateAge = age;
    }

    /** Shows a certificate that is good for a node alone, from the next start on. */
    public void passForControlPlane() {
        isShowingNodeCertificate = true;
    }

    public synchronized void topology(String json) {
        document = json;
        topology = ++sequence;
        notifyAll();
    }

    public synchronized void identity(ObjectNode line) {
        UUID id = UUID.fromString(line.path("id").asText());
        identities.remove(id);
        identities.put(id, new Change(++sequence, line));
        notifyAll();
    }

    /** As after the restoration of a backup. */
    public synchronized void goBack(long changes) {
        sequence -= changes;
        topology = Math.min(topology, sequence);
        notifyAll();
    }

    public synchronized void beginAnotherHistory() {
        history = UUID.randomUUID();
        notifyAll();
    }

    public synchronized NodeWire.Position position() {
        return new NodeWire.Position(history, topology, sequence);
    }

    public List<NodeWire.Watch> watches() {
        return watches;
    }

    public List<NodeWire.Usage> usage() {
        return usage;
    }

    /** What identities were asked for by. */
    public List<String> asked() {
        return asked;
    }

    public List<X509Certificate> renewed() {
        return renewed;
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            byte[] body = call.getRequestBody().readAllBytes();
            if (!path.equals(NodeWire.JOIN) && !isMember(call)) {
                answer(call, 401, NodeWire.write(new NodeWire.Problem("Show the certificate of a node.")));
            } else if (fault == Fault.REMOVED) {
                answer(call, 403, NodeWire.write(new NodeWire.Problem("This node was removed.")));
            } else if (fault == Fault.GARBAGE) {
                answer(call, 200, "<html>It works!</html>".getBytes(StandardCharsets.UTF_8));
            } else {
                switch (path) {
                    case NodeWire.JOIN -> join(call, NodeWire.read(body, NodeWire.Join.class));
                    case NodeWire.RENEW -> renew(call, NodeWire.read(body, NodeWire.Renew.class));
                    case NodeWire.WATCH -> watch(call, NodeWire.read(body, NodeWire.Watch.class));
                    case NodeWire.TOPOLOGY -> topology(call);
                    case NodeWire.IDENTITIES -> identities(call);
                    case NodeWire.USAGE -> usage(call, NodeWire.read(body, NodeWire.Usage.class));
                    default -> answer(call, 404, NodeWire.write(new NodeWire.Problem("There is no such call.")));
                }
            }
        }
    }

    private static boolean isMember(HttpExchange call) {
        try {
            return ((HttpsExchange) call).getSSLSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException stranger) {
            return false;
        }
    }

    private void join(HttpExchange call, NodeWire.Join join) throws IOException {
        if (!join.token().equals(token())) {
            answer(call, 401, NodeWire.write(new NodeWire.Problem("This join token is wrong, used or too old.")));
            return;
        }
        UUID id = UUID.randomUUID();
        X509Certificate certificate =
                issuer.node(id, SigningRequest.keyOf(join.csr()), Instant.now().minus(certificateAge));
        answer(
                call,
                200,
                NodeWire.write(new NodeWire.Joined(
                        id,
                        new NodeWire.Group(group, "default"),
                        Issuer.pem(certificate),
                        Issuer.pem(authority),
                        HexFormat.of().formatHex(DIGEST_KEY))));
    }

    private void renew(HttpExchange call, NodeWire.Renew renew) throws IOException {
        X509Certificate certificate = issuer.node(UUID.randomUUID(), SigningRequest.keyOf(renew.csr()), Instant.now());
        renewed.add(certificate);
        answer(call, 200, NodeWire.write(new NodeWire.Renewed(Issuer.pem(certificate), Issuer.pem(authority))));
    }

    private void watch(HttpExchange call, NodeWire.Watch watch) throws IOException {
        watches.add(watch);
        NodeWire.Position seen = watch.seen() == null ? watch.running() : watch.seen();
        long end = System.nanoTime() + LONGEST_WATCH.toNanos();
        synchronized (this) {
            while (position().equals(seen) && System.nanoTime() < end)
                try {
                    wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
        }
        answer(call, 200, NodeWire.write(position()));
    }

    private void topology(HttpExchange call) throws IOException {
        NodeWire.Position at = position();
        String etag = "\"" + at.history() + ":" + at.topology() + "\"";
        call.getResponseHeaders().set("ETag", etag);
        if (etag.equals(call.getRequestHeaders().getFirst("If-None-Match"))) {
            call.sendResponseHeaders(304, -1);
            return;
        }
        call.getResponseHeaders().set("Content-Encoding", "gzip");
        call.sendResponseHeaders(200, 0);
        try (OutputStream out = new GZIPOutputStream(call.getResponseBody())) {
            out.write(document.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void identities(HttpExchange call) throws IOException {
        String query = call.getRequestURI().getQuery();
        asked.add(query);
        StringBuilder lines = new StringBuilder();
        synchronized (this) {
            long after = Long.parseLong(query.replaceAll(".*after=(-?\\d+).*", "$1"));
            boolean isWhole = after < 0 || !query.contains(history.toString()) || after > sequence;
            lines.append("{\"whole\":" + isWhole + ",\"sequence\":" + sequence + "}\n");
            for (Change change : identities.values())
                if (isWhole ? change.line.has("consumer") : change.sequence > after)
                    lines.append(change.line).append('\n');
        }
        if (fault != Fault.HALF_IDENTITIES) lines.append("{\"end\":true}\n");
        call.sendResponseHeaders(200, 0);
        try (OutputStream out = call.getResponseBody()) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void usage(HttpExchange call, NodeWire.Usage batch) throws IOException {
        usage.add(batch);
        if (fault == Fault.FORGETFUL) throw new IOException("hung up, as asked for");
        call.sendResponseHeaders(204, -1);
    }

    private static void answer(HttpExchange call, int status, byte[] body) throws IOException {
        call.sendResponseHeaders(status, body.length);
        try (OutputStream out = call.getResponseBody()) {
            out.write(body);
        }
    }

    private SSLContext context() {
        try {
            KeyPair keys = Issuer.freshKey();
            X509Certificate own = isShowingNodeCertificate
                    ? issuer.node(UUID.randomUUID(), keys.getPublic(), Instant.now())
                    : issuer.server(keys.getPublic(), Instant.now());
            KeyManager shown = Keys.of(new Certificate(
                    UUID.randomUUID(),
                    Issuer.pem(own) + Issuer.pem(authority),
                    Issuer.pem(keys.getPrivate()),
                    null,
                    null,
                    null,
                    null,
                    null));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {shown}, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Configurator extends HttpsConfigurator {
        Configurator(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setWantClientAuth(true);
            tls.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(tls);
        }
    }

    /** A document, with one service whose only route asks for a key. */
    public static String serving(String path, int upstreamPort) {
        ObjectNode document = ConfigJson.MAPPER.createObjectNode().put("_format_version", "3.0");
        ObjectNode service = document.putArray("services")
                .addObject()
                .put("name", "echo")
                .put("url", "http://127.0.0.1:" + upstreamPort);
        ObjectNode route = service.putArray("routes").addObject().put("name", "echo");
        route.putArray("paths").add(path);
        route.putArray("plugins").addObject().put("name", "key-auth");
        return document.toString();
    }

    @Override
    public void close() {
        stop();
    }
}
