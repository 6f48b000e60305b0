package io.gatehouse.theme;

import io.gatehouse.web.Refused;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Set;

/** How this page is dressed: light or dark as the visitor chose it, and the portal's name. */
@Named("look")
@RequestScoped
public class Look {
    /** Written by the visitor's browser too, hence readable by scripts; it says nothing about the person. */
    static final String MODE_COOKIE = "gh_mode";

    private static final int ONE_YEAR_SECONDS = 31_536_000;
    private static final Set<String> MODES = Set.of("light", "dark", "system");

    @Inject
    RoutingContext context;

    /** {@code light}, {@code dark} or {@code system}. */
    public String mode() {
        Cookie cookie = context.request().getCookie(MODE_COOKIE);
        return cookie != null && MODES.contains(cookie.getValue()) ? cookie.getValue() : "system";
    }

    /** Remembers the visitor's choice for a year. */
    public void choose(String mode) {
        if (!MODES.contains(mode)) throw new Refused("mode", "Choose light, dark or as the system has it.");
        context.response()
                .addCookie(Cookie.cookie(MODE_COOKIE, mode)
                        .setPath("/")
                        .setMaxAge(ONE_YEAR_SECONDS)
                        .setSameSite(CookieSameSite.LAX));
    }

    public String portalName() {
        return "Gatehouse";
    }
}
