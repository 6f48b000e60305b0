package io.gatehouse.admin;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.Audit;
import io.gatehouse.settings.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Lets in who presents the token, in {@code Kong-Admin-Token} or as a bearer token. Cookies count for nothing, so that no web page can
 * act for an operator. Who guesses is told so only a few times a minute.
 */
@Singleton
class AdminAccess {
    private static final Logger LOG = Logger.getLogger(AdminAccess.class);
    private static final int MOST_FAILURES = 20;
    private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MOST_ADDRESSES = 1_000;
    private static final String BEARER = "bearer ";

    private final byte[] token;
    private final Consumer<String> refused;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    @Inject
    AdminAccess(Secrets secrets, Audit audit, Vertx vertx) {
        this(
                secrets.adminToken(),
                address -> vertx.executeBlocking(() -> {
                            writeDown(audit, address);
                            return null;
                        })
                        .onFailure(failure -> LOG.error("A refused Admin API token is not in the audit log", failure)));
    }

    /** @param refused told of each address without the right token, once a minute */
    AdminAccess(String token, Consumer<String> refused) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.refused = refused;
    }

    private static void writeDown(Audit audit, String address) {
        Actor stranger = new Actor("visitor", null, "Visitor", address);
        audit.record(stranger, "admin-api.token-refused", "admin-api", null, "Admin API", Map.of());
    }

    private record Failures(long since, int count) {}

    /** @throws AdminProblem when the caller must stay out */
    void check(HttpServerRequest request) {
        byte[] given = presented(request).getBytes(StandardCharsets.UTF_8);
        if (MessageDigest.isEqual(token, given)) return;
        if (failedTooOften(request.remoteAddress().hostAddress()))
            throw new AdminProblem(429, "Too many calls without the right token; try again in a minute");
        throw new AdminProblem(401, "Unauthorized");
    }

    private static String presented(HttpServerRequest request) {
        String own = request.getHeader("Kong-Admin-Token");
        if (own != null) return own;
        String authorization = request.getHeader("Authorization");
        boolean isBearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return isBearer ? authorization.substring(BEARER.length()).strip() : "";
    }

    private synchronized boolean failedTooOften(String address) {
        long now = clock.millis();
        Failures before = failures.get(address);
        boolean isFresh = before == null || now - before.since >= WINDOW_MILLIS;
        Failures after = isFresh ? new Failures(now, 1) : new Failures(before.since, before.count + 1);
        failures.put(address, after);
        if (isFresh) refused.accept(address);
        return after.count > MOST_FAILURES;
    }
}
