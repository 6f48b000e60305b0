package io.gatehouse.web;

import io.gatehouse.settings.Secrets;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The token that every form carries: an HMAC over the cookie of the signed-in session, or over a cookie that a visitor gets with the
 * first form, so that signing in is guarded as well. Of the two only one counts at a time, so what was handed out before a sign-in is
 * worth nothing after it. Another site can send our cookies but cannot read this.
 */
@Named("csrf")
@RequestScoped
public class Csrf {
    static final String FIELD = "csrf";
    private static final String FRESH_VISIT = "gatehouse.csrf.visit";

    @Inject
    RoutingContext context;

    @Inject
    Cookies cookies;

    @Inject
    SecurityIdentity identity;

    @Inject
    Secrets secrets;

    public String field() {
        return FIELD;
    }

    /** The token for this page's forms. */
    public String token() {
        return sign(session().orElseGet(this::visit));
    }

    boolean accepts(String token) {
        if (token == null) return false;
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        return session()
                .or(() -> cookies.read(context, Cookies.VISIT))
                .map(value -> MessageDigest.isEqual(given, sign(value).getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }

    /** The session's cookie if somebody is signed in by it; one that is left over from an ended session counts for nothing. */
    private Optional<String> session() {
        return identity.isAnonymous() ? Optional.empty() : cookies.read(context, Cookies.sessionOf(context));
    }

    private String visit() {
        String visit = context.get(FRESH_VISIT);
        if (visit == null) visit = cookies.read(context, Cookies.VISIT).orElse(null);
        if (visit != null) return visit;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        context.put(FRESH_VISIT, fresh);
        cookies.write(context, Cookies.VISIT, fresh);
        return fresh;
    }

    private String sign(String cookie) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(secrets.signature("csrf", cookie.getBytes(StandardCharsets.UTF_8)));
    }
}
