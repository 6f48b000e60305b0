package io.gatehouse.theme;

import io.vertx.core.http.Cookie;
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

    private static final Set<String> MODES = Set.of("light", "dark", "system");

    @Inject
    RoutingContext context;

    /** {@code light}, {@code dark} or {@code system}. */
    public String mode() {
        Cookie cookie = context.request().getCookie(MODE_COOKIE);
        return cookie != null && MODES.contains(cookie.getValue()) ? cookie.getValue() : "system";
    }

    public String portalName() {
        return "Gatehouse";
    }
}
