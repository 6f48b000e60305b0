package io.gatehouse.admin;

import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stale;
import io.gatehouse.db.Outage;
import io.gatehouse.rights.Forbidden;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The Admin API's own listener, apart from the portal's and the gateway's: on loopback unless somebody decides otherwise. */
@Singleton
public class AdminServer {
    private static final Logger LOG = Logger.getLogger(AdminServer.class);
    private static final long MOST_BODY_BYTES = 8L << 20;
    /** A file in which a group stands whole. While it is compared it takes up to thirty times as much of the heap. */
    private static final long MOST_CONFIG_BYTES =
            Math.max(50L << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int WAIT_SECONDS = 10;
    /** Of a connection on which nothing moves. A sync of a large group may take ten minutes until its answer begins. */
    private static final int IDLE_SECONDS = 660;
    /** Whoever balances load may ask without the token; it learns a word. */
    static final String READY = "/status/ready";

    static final String GROUP = "runtime_group";

    private static final String CALLER = "gatehouse.caller";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Paths by which nothing changes although they are posted to. */
    private static final Pattern READING_POSTS = Pattern.compile("(/[^/]+)?/schemas/.+/validate");

    private static final Pattern SYNC = Pattern.compile("(/[^/]+)?" + SyncApi.PATH);

    private final Vertx vertx;
    private final Settings.Admin settings;
    private final AdminAccess access;
    private final AdminActor actor;
    private final List<AdminRoutes> parts;
    private final String product;
    private HttpServer server;

    @Inject
    AdminServer(
            Vertx vertx,
            Settings settings,
            AdminAccess access,
            AdminActor actor,
            EntitiesApi entities,
            GroupsApi groups,
            HealthApi health,
            RuntimeGroupsApi runtimeGroups,
            SchemasApi schemas,
            SyncApi sync,
            CacheApi cache,
            PortalApi portal,
            StatusApi status,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        // The first that fits a path serves it, and the paths of groups are more special than those of all entities.
        this(
                vertx,
                settings.admin(),
                access,
                actor,
                List.of(groups, health, entities, runtimeGroups, sync, cache, portal, schemas, status),
                version);
    }

    AdminServer(
            Vertx vertx,
            Settings.Admin settings,
            AdminAccess access,
            AdminActor actor,
            List<AdminRoutes> parts,
            String version) {
        this.vertx = vertx;
        this.settings = settings;
        this.access = access;
        this.actor = actor;
        this.parts = parts;
        this.product = "gatehouse/" + version;
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void start() {
        Router router = Router.router(vertx);
        router.route().handler(this::admit);
        for (String path : List.of(ConfigApi.PATH, PortalApi.IMPORT, SyncApi.PATH, "/:" + GROUP + SyncApi.PATH))
            router.route(path).handler(BodyHandler.create(false).setBodyLimit(MOST_CONFIG_BYTES));
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
        Map<String, Map<String, Consumer<AdminCall>>> all = new LinkedHashMap<>();
        parts.forEach(part -> part.mount(all::put));
        all.forEach((path, handlers) -> mount(router, path, new TreeMap<>(handlers)));
        // No group is called as a path begins, so that these take no call from those before.
        all.forEach((path, handlers) ->
                mount(router, "/:" + GROUP + (path.equals("/") ? "" : path), new TreeMap<>(handlers)));
        router.errorHandler(404, context -> answer(context, AdminProblem.notFound()));
        router.errorHandler(413, context -> answer(context, new AdminProblem(413, "Payload too large")));
        router.errorHandler(400, context -> answer(context, new AdminProblem(400, "Bad request")));
        router.errorHandler(500, context -> answer(context, bug(context.failure())));
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.address())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false);
        server = result(vertx.createHttpServer(options).requestHandler(router).listen());
        LOG.infof("Admin API listening on %s:%d", settings.address(), server.actualPort());
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        if (server != null) result(server.close());
    }

    private void admit(RoutingContext context) {
        context.response().putHeader("Server", product);
        if (context.request().path().equals(READY)) {
            context.next();
            return;
        }
        try {
            Optional<AdminCaller> caller = access.atOnce(context.request());
            if (caller.isPresent()) letIn(context, caller.get());
            else ask(context);
        } catch (AdminProblem problem) {
            keepOut(context, problem);
        }
    }

    /** Looks the token up, which may take a moment; what the caller sends waits for it. */
    private void ask(RoutingContext context) {
        context.request().pause();
        vertx.executeBlocking(() -> access.check(context.request()), false).onComplete(asked -> {
            context.request().resume();
            if (asked.succeeded()) letIn(context, asked.result());
            else if (asked.cause() instanceof AdminProblem problem) keepOut(context, problem);
            else answer(context, bug(asked.cause()));
        });
    }

    private static void letIn(RoutingContext context, AdminCaller caller) {
        if (!caller.mayWrite() && !isReading(context)) {
            answer(
                    context,
                    new AdminProblem(403, "This token may read only; a sync with dry_run=true counts as reading"));
            return;
        }
        context.put(CALLER, caller);
        context.next();
    }

    private static boolean isReading(RoutingContext context) {
        if (READING.contains(context.request().method().name())) return true;
        String path = context.request().path();
        if (SYNC.matcher(path).matches()) return SyncApi.isDryRun(new AdminCall(context));
        return READING_POSTS.matcher(path).matches();
    }

    private static void keepOut(RoutingContext context, AdminProblem problem) {
        if (problem.status() == 401) context.response().putHeader("WWW-Authenticate", "Bearer");
        answer(context, problem);
    }

    /** Handlers block (they use the database), so they run on worker threads. */
    private void mount(Router router, String path, Map<String, Consumer<AdminCall>> handlers) {
        router.route(path)
                .blockingHandler(
                        context -> {
                            String method = context.request().method().name();
                            Consumer<AdminCall> handler = handlers.get(method.equals("HEAD") ? "GET" : method);
                            if (handler != null) {
                                String address =
                                        context.request().remoteAddress().hostAddress();
                                AdminCaller caller = context.get(CALLER);
                                if (caller == null) run(context, handler);
                                else actor.during(caller, address, () -> run(context, handler));
                                return;
                            }
                            context.response().putHeader("Allow", String.join(", ", handlers.keySet()));
                            if (method.equals("OPTIONS"))
                                context.response().setStatusCode(204).end();
                            else answer(context, new AdminProblem(405, "Method not allowed"));
                        },
                        false);
    }

    private static void run(RoutingContext context, Consumer<AdminCall> handler) {
        try {
            handler.accept(new AdminCall(context));
        } catch (AdminProblem problem) {
            answer(context, problem);
        } catch (Stale stale) {
            answer(context, new AdminProblem(412, stale.getMessage()));
        } catch (Forbidden forbidden) {
            answer(context, new AdminProblem(403, forbidden.getMessage()));
        } catch (NotFound gone) {
            answer(context, AdminProblem.notFound());
        } catch (InvalidConfig | Refused unexpected) {
            answer(context, new AdminProblem(409, unexpected.getMessage()));
        } catch (RuntimeException bug) {
            answer(context, bug(bug));
        }
    }

    /** The log knows more under the same id. */
    private static AdminProblem bug(Throwable failure) {
        if (Outage.isBehind(failure)) {
            LOG.warnf("Admin API call failed, since the database does not answer: %s", failure.getMessage());
            return new AdminProblem(503, "The database does not answer. Try again in a few seconds");
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Admin API call failed (" + id + ")", failure);
        return new AdminProblem(500, "An unexpected error occurred (" + id + ")");
    }

    private static void answer(RoutingContext context, AdminProblem problem) {
        if (context.response().ended()) return;
        new AdminCall(context).answer(problem.status(), problem.body());
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
