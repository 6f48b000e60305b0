package io.gatehouse.web;

import io.gatehouse.settings.Settings;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Our cookies: out of reach of scripts and of other sites, bound to this host when the portal is reached by https. */
@Singleton
public class Cookies {
    public static final String DEVELOPER_SESSION = "gh_developer";
    public static final String OPERATOR_SESSION = "gh_operator";
    /** What the forms of somebody who is not signed in are bound to. */
    public static final String VISIT = "gh_visit";

    private final boolean secure;

    Cookies(Settings settings) {
        secure = "https".equals(settings.portal().url().getScheme());
    }

    /** Name of the session cookie that counts here: the console knows operators only, everything else developers only. */
    public static String sessionOf(RoutingContext context) {
        String path = context.normalizedPath();
        return path.equals("/console") || path.startsWith("/console/") ? OPERATOR_SESSION : DEVELOPER_SESSION;
    }

    public Optional<String> read(RoutingContext context, String name) {
        Cookie cookie = context.request().getCookie(full(name));
        return cookie == null || cookie.getValue().isEmpty() ? Optional.empty() : Optional.of(cookie.getValue());
    }

    /** Ends with the browser. */
    public void write(RoutingContext context, String name, String value) {
        context.response().addCookie(cookie(name, value));
    }

    /** Outlives the browser's window. */
    public void keep(RoutingContext context, String name, String value, Duration life) {
        context.response().addCookie(cookie(name, value).setMaxAge(life.toSeconds()));
    }

    public void erase(RoutingContext context, String name) {
        context.response().addCookie(cookie(name, "").setMaxAge(0));
    }

    private Cookie cookie(String name, String value) {
        return Cookie.cookie(full(name), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    private String full(String name) {
        return secure ? "__Host-" + name : name;
    }
}
