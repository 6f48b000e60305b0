package io.gatehouse.cluster;

import io.gatehouse.db.Outage;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.Refused;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The control plane's own listener for nodes: TLS 1.3, in which each side shows a certificate of the installation's authority. Who shows
 * none can only ask to be let in, and not for long.
 */
@Singleton
public class NodeServer {
    private static final Logger LOG = Logger.getLogger(NodeServer.class);
    private static final int WAIT_SECONDS = 10;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int IDLE_SECONDS = 60;
    private static final int WORKERS = 8;
    /** Whole configurations that are sent at the same time; each keeps a connection of the database while it does. */
    private static final int LONG_WORKERS = 4;

    private static final int LONG_MINUTES = 10;

    private final Vertx vertx;
    private final Settings.Nodes settings;
    private final ServerTls tls;
    private final Members members;
    private final Strangers strangers;
    private final Map<String, NodeRoute> routes = new HashMap<>();
    private WorkerExecutor workers;
    private WorkerExecutor longWorkers;
    private HttpServer server;
    private long renewing;

    NodeServer(Vertx vertx, Settings settings, ServerTls tls, Members members, Instance<NodeRoutes> parts) {
        this.vertx = vertx;
        this.settings = settings.nodes();
        this.tls = tls;
        this.members = members;
        this.strangers = new Strangers(vertx);
        parts.forEach(part -> part.routes().forEach(route -> routes.put(route.method() + " " + route.path(), route)));
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    void start(@Observes StartupEvent event) {
        workers = vertx.createSharedWorkerExecutor("nodes", WORKERS);
        longWorkers = vertx.createSharedWorkerExecutor("nodes-long", LONG_WORKERS, LONG_MINUTES, TimeUnit.MINUTES);
        HttpServerOptions options = tls.on(new HttpServerOptions()
                .setHost(settings.address())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS));
        server = result(vertx.createHttpServer(options)
                .connectionHandler(strangers::admit)
                .requestHandler(this::take)
                .listen());
        renewing = vertx.setPeriodic(ServerTls.RENEWED_AFTER.toMillis(), timer -> renew());
        LOG.infof("Listening for nodes on %s:%d", settings.address(), server.actualPort());
    }

    void stop(@Observes ShutdownEvent event) {
        if (server == null) return;
        vertx.cancelTimer(renewing);
        result(server.close());
        workers.close();
        longWorkers.close();
    }

    private void renew() {
        workers.executeBlocking(tls::fresh, false)
                .compose(fresh -> server.updateSSLOptions(fresh))
                .onFailure(failure -> LOG.error("The control plane keeps its old certificate for nodes", failure));
    }

    private void take(HttpServerRequest request) {
        NodeRoute route = routes.get(request.method().name() + " " + request.path());
        if (route == null) {
            refuse(request, new NodeProblem(404, "There is no such call."));
            return;
        }
        X509Certificate certificate = Strangers.certificate(request.connection());
        if (route.isForMembers() && certificate == null) {
            refuse(request, new NodeProblem(401, "Show the certificate of a node that has joined."));
            return;
        }
        new BoundedBody(request, route.mostBytes()).read(body -> work(route, new NodeCall(request, body), certificate));
    }

    private static void refuse(HttpServerRequest request, NodeProblem problem) {
        new NodeCall(request, Buffer.buffer()).answer(problem);
    }

    private void work(NodeRoute route, NodeCall call, X509Certificate certificate) {
        (route.isLong() ? longWorkers : workers)
                .executeBlocking(() -> run(route, call, certificate), false)
                .onSuccess(Runnable::run)
                .onFailure(failure -> call.answer(problem(failure)));
    }

    private Runnable run(NodeRoute route, NodeCall call, X509Certificate certificate) throws IOException {
        if (!route.isForMembers()) return route.work().run(call, null);
        Member member = members.of(certificate, Instant.now())
                .orElseThrow(() -> new NodeProblem(
                        403, "This node was removed, or never joined. Join it anew with a token of the console."));
        return route.work().run(call, member);
    }

    private static NodeProblem problem(Throwable failure) {
        if (failure instanceof NodeProblem problem) return problem;
        if (failure instanceof Refused refused) return new NodeProblem(400, refused.getMessage());
        if (Outage.isBehind(failure)) {
            LOG.warnf("A call of a node failed, since the database does not answer: %s", failure.getMessage());
            return new NodeProblem(503, "The control plane's database does not answer.");
        }
        // The log knows more under the same id.
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("A call of a node failed (" + id + ")", failure);
        return new NodeProblem(500, "The control plane failed (" + id + "); its log says why.");
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
