package io.gatehouse.admin;

import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.gateway.feed.ControlPlaneSource;
import io.gatehouse.gateway.feed.ControlPlanes;
import io.gatehouse.gateway.feed.JoinToken;
import io.gatehouse.gateway.feed.Joining;
import io.gatehouse.gateway.feed.Membership;
import io.gatehouse.gateway.feed.MembershipFile;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Admin API of a gateway without a database, which proxies only when it is asked to. */
public final class TestNode implements AutoCloseable {
    private static final String TOKEN = "a-token-of-this-test";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final NodeAdmin admin;
    private final GatewayNode node;
    private final int port;

    /** @param data an empty folder */
    public TestNode(Path data) throws IOException {
        this(data, Map.of());
    }

    /** @param given settings by their names, such as {@code gatehouse.config} */
    public TestNode(Path data, Map<String, String> given) throws IOException {
        this(data, given, null, null);
    }

    /** One that follows control planes; it joins, or knows itself from before. */
    static TestNode joined(Path data, List<URI> controlPlanes, String token) throws IOException {
        return new TestNode(data, Map.of(), ControlPlanes.of(controlPlanes), JoinToken.of(token));
    }

    private TestNode(Path data, Map<String, String> given, ControlPlanes controlPlanes, JoinToken token)
            throws IOException {
        port = freePort();
        Settings settings = settings(data, given);
        Plugins plugins = LocalNode.plugins(settings);
        Secrets secrets = new Secrets(settings);
        admin = new NodeAdmin(
                settings, secrets, plugins, "1.0", token == null ? null : joined(data, secrets, controlPlanes, token));
        node = new GatewayNode(vertx, LocalNode.options(settings, "test"), plugins, admin.digest(), admin.usage());
        var problems = admin.start(vertx, node, () -> port);
        if (!problems.isEmpty()) throw new AssertionError(problems);
    }

    private static NodeAdmin.Joined joined(Path data, Secrets secrets, ControlPlanes controlPlanes, JoinToken token)
            throws IOException {
        MembershipFile file = new MembershipFile(data, new SealedDisk(secrets.seal()));
        Joining joining = new Joining(file, "1.0", "here");
        Membership kept = file.read().orElse(null);
        Membership member = kept == null ? joining.join(controlPlanes, token) : kept;
        return new NodeAdmin.Joined(
                controlPlanes, member, joining, new ControlPlaneSource.Self("1.0", "here", "127.0.0.1:1"));
    }

    /** Whether it has something to serve by then. */
    boolean awaitConfiguration(Duration longest) {
        return admin.awaitConfiguration(longest);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    public HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder().header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)),
                path);
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    /** Listens for clients as well; the port. */
    public int proxy() throws Exception {
        return node.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return client.send(
                request.uri(URI.create("http://127.0.0.1:" + port + path))
                        .header("Kong-Admin-Token", TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Settings settings(Path data, Map<String, String> given) throws IOException {
        Map<String, String> own = Map.of(
                "gatehouse.role",
                "node",
                "gatehouse.data",
                data.toString(),
                "gatehouse.admin.port",
                Integer.toString(port),
                "gatehouse.admin.token",
                TOKEN,
                "gatehouse.proxy.port",
                "0");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(Settings.class)
                .withValidateUnknown(false)
                .withSources(new PropertiesConfigSource(Settings.class.getResource("/application.properties"), 250))
                .withSources(new PropertiesConfigSource(own, "test", 900))
                .withSources(new PropertiesConfigSource(given, "given", 1000))
                .build()
                .getConfigMapping(Settings.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        node.stop().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        admin.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
