package io.gatehouse.web;

import io.gatehouse.settings.Settings;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/** The security headers of every answer on the portal's port, and the nonce that this answer's scripts carry. */
@Named("csp")
@RequestScoped
public class Csp {
    private static final String NONCE = "gatehouse.csp.nonce";

    @Inject
    RoutingContext context;

    public String nonce() {
        return context.get(NONCE);
    }

    /** Lets this one answer stand in a frame of the portal itself; the theme editor's preview needs it. */
    public void allowOwnFrame() {
        String policy = context.response().headers().get("Content-Security-Policy");
        context.response()
                .headers()
                .set("Content-Security-Policy", policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
    }

    @Singleton
    static class Headers {
        private static final int BEFORE_EVERYTHING = -10_000;
        private final SecureRandom random = new SecureRandom();
        private final boolean secure;

        Headers(Settings settings) {
            secure = "https".equals(settings.portal().url().getScheme());
        }

        void install(@Observes Router router) {
            router.route().order(BEFORE_EVERYTHING).handler(this::set);
        }

        /** What a signed-in person sees is kept by nobody: the next one at the same desk need only go back. */
        private void set(RoutingContext context) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            context.put(NONCE, nonce);
            HttpServerRequest request = context.request();
            request.response()
                    .headers()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce
                                    + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self';"
                                    + " frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'")
                    .set("X-Content-Type-Options", "nosniff")
                    .set("Referrer-Policy", "same-origin")
                    .set("Cross-Origin-Opener-Policy", "same-origin");
            if (secure) request.response().headers().set("Strict-Transport-Security", "max-age=31536000");
            context.addHeadersEndHandler(done -> {
                if (isSignedIn(context)) request.response().headers().set("Cache-Control", "no-store");
            });
            context.next();
        }

        private static boolean isSignedIn(RoutingContext context) {
            return context.user() instanceof QuarkusHttpUser user
                    && !user.getSecurityIdentity().isAnonymous();
        }
    }
}
