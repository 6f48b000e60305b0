package io.gatehouse.admin;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.Audit;
import io.gatehouse.identity.AdminTokens;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final Function<String, Optional<AdminCaller>> known;
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
    AdminAccess(Secrets secrets, AdminTokens tokens, Audit audit, Vertx vertx) {
        this(
                secrets.adminToken(),
                presented -> tokens.find(presented).map(AdminCaller::of),
                address -> vertx.executeBlocking(() -> {
                            writeDown(audit, address);
                            return null;
                        })
                        .onFailure(failure -> LOG.error("A refused Admin API token is not in the audit log", failure)));
    }

    /** @param refused told of each address without the right token, once a minute */
    AdminAccess(String token, Consumer<String> refused) {
        this(token, presented -> Optional.empty(), refused);
    }

    /** @param known who else there is, by their tokens; may block */
    AdminAccess(String token, Function<String, Optional<AdminCaller>> known, Consumer<String> refused) {
        this.known = known;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.refused = refused;
    }

    private static void writeDown(Audit audit, String address) {
        Actor stranger = new Actor("visitor", null, "Visitor", address);
        audit.record(stranger, "admin-api.token-refused", "admin-api", null, "Admin API", Map.of());
    }

    private record Failures(long since, int count) {}

    /** Whoever has the token that opens everything; empty when the others have to be asked. Does not block. */
    Optional<AdminCaller> atOnce(HttpServerRequest request) {
        String presented = presented(request);
        if (MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8)))
            return Optional.of(AdminCaller.MASTER);
        if (!AdminTokens.isWellFormed(presented)) throw refusal(request);
        return Optional.empty();
    }

    /** @throws AdminProblem when the caller must stay out */
    AdminCaller check(HttpServerRequest request) {
        return known.apply(presented(request)).orElseThrow(() -> refusal(request));
    }

    private AdminProblem refusal(HttpServerRequest request) {
        if (failedTooOften(request.remoteAddress().hostAddress()))
            return new AdminProblem(429, "Too many calls without the right token; try again in a minute");
        return new AdminProblem(401, "Unauthorized");
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
