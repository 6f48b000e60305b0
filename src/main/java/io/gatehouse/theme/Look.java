package io.gatehouse.theme;

import io.gatehouse.web.Refused;
import io.quarkus.qute.RawString;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** How this page is dressed: the published look, or a draft in its preview; light or dark as the visitor chose it. */
@Named("look")
@RequestScoped
public class Look {
    /** Written by the visitor's browser too, hence readable by scripts; it says nothing about the person. */
    static final String MODE_COOKIE = "gh_mode";

    private static final int ONE_YEAR_SECONDS = 31_536_000;
    private static final Set<String> MODES = Set.of("light", "dark", "system");

    @Inject
    RoutingContext context;

    @Inject
    Themes themes;

    private Themes.Worn worn;

    /** {@code light}, {@code dark} or {@code system}. */
    public String mode() {
        Cookie cookie = context.request().getCookie(MODE_COOKIE);
        String asked = isPreview() ? context.request().getParam("mode") : cookie == null ? null : cookie.getValue();
        return asked != null && MODES.contains(asked) ? asked : "system";
    }

    /** Remembers the visitor's choice for a year. */
    public void choose(String mode) {
        if (mode == null || !MODES.contains(mode))
            throw new Refused("mode", "Choose light, dark or as the system has it.");
        context.response()
                .addCookie(Cookie.cookie(MODE_COOKIE, mode)
                        .setPath("/")
                        .setMaxAge(ONE_YEAR_SECONDS)
                        .setSameSite(CookieSameSite.LAX));
    }

    public boolean isPreview() {
        return context.get(PreviewFilter.DRAFT) != null;
    }

    public String portalName() {
        return dress().portalName();
    }

    public String stylesheet() {
        return url("look", dress().hash());
    }

    public String favicon() {
        return url("favicon", Dress.hash(dress().preset().favicon().getBytes(StandardCharsets.UTF_8)));
    }

    /** Address of the uploaded logo, or null when the preset's own drawing is used. */
    public String logo() {
        Logo logo = dress().design().logo();
        return logo == null ? null : url("logo", Dress.hash(logo.bytes()));
    }

    /** The preset's logo, which stands in the page itself; it comes from a themes folder, never from a browser. */
    public RawString drawing() {
        return new RawString(dress().preset().logo());
    }

    public boolean showsName() {
        return dress().tokens().showsName();
    }

    private Dress dress() {
        Dress draft = context.get(PreviewFilter.DRAFT);
        return draft == null ? worn().dress() : draft;
    }

    private String url(String file, String hash) {
        return isPreview()
                ? ThemeAssets.draft(context.request().getParam(PreviewFilter.PARAMETER), file, hash)
                : ThemeAssets.published(worn().revision(), file, hash);
    }

    /** Asked once a page, so that all of it is of one look. */
    private Themes.Worn worn() {
        if (worn == null) worn = themes.published();
        return worn;
    }
}
