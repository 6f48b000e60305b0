package io.gatehouse.web;

import io.gatehouse.settings.Secrets;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that every form carries: an HMAC over the cookie of the signed-in session, or over a cookie that a visitor gets with the
 * first form, so that signing in is guarded as well. Another site can send our cookies but cannot read this.
 */
@Named("csrf")
@RequestScoped
public class Csrf {
    static final String FIELD = "csrf";
    private static final String VISIT = "gh_visit";
    private static final String FRESH_VISIT = "gatehouse.csrf.visit";

    @Inject
    RoutingContext context;

    @Inject
    Cookies cookies;

    @Inject
    Secrets secrets;

    public String field() {
        return FIELD;
    }

    /** The token for this page's forms. */
    public String token() {
        String session = cookies.read(context, Cookies.sessionOf(context)).orElse(null);
        if (session != null) return sign(session);
        String visit = context.get(FRESH_VISIT);
        if (visit == null) visit = cookies.read(context, VISIT).orElse(null);
        if (visit == null) {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            visit = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            context.put(FRESH_VISIT, visit);
            cookies.write(context, VISIT, visit);
        }
        return sign(visit);
    }

    boolean accepts(String token) {
        if (token == null) return false;
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        return matches(given, Cookies.sessionOf(context)) || matches(given, VISIT);
    }

    private boolean matches(byte[] given, String cookie) {
        return cookies.read(context, cookie)
                .map(value -> MessageDigest.isEqual(given, sign(value).getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }

    private String sign(String cookie) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.signingKey(), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(("csrf:" + cookie).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
