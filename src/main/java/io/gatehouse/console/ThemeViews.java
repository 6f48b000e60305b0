package io.gatehouse.console;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Audience;
import io.gatehouse.catalog.Catalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which page of the portal the theme editor's frame shows, in which mode and how wide. */
@ApplicationScoped
class ThemeViews {
    private static final Set<String> MODES = Set.of("light", "dark");
    private static final Set<String> WIDTHS = Set.of("desktop", "phone");
    private final Catalog catalog;

    ThemeViews(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A page that can be chosen. */
    public record View(String path, String title) {}

    /**
     * What the frame shows.
     *
     * @param source address of the page in the draft's look
     */
    public record Shown(String path, String mode, String width, String source) {}

    /** Real pages, as a visitor sees them. */
    List<View> all() {
        List<View> views = new ArrayList<>();
        views.add(new View("/", "Home"));
        views.add(new View("/apis", "APIs"));
        catalog.newest(Audience.VISITOR).stream().findFirst().ifPresent(version -> {
            String path = path(version);
            views.add(new View(path, version.api.name));
            views.add(new View(path + "/reference", version.api.name + ", reference"));
            views.add(new View(path + "/plans", version.api.name + ", plans"));
        });
        views.add(new View("/sign-in", "Sign in"));
        return views;
    }

    Shown shown(String path, String mode, String width, String token) {
        String known = all().stream()
                .map(View::path)
                .filter(each -> each.equals(path))
                .findFirst()
                .orElse("/");
        String light = MODES.contains(mode == null ? "" : mode) ? mode : "light";
        String wide = WIDTHS.contains(width == null ? "" : width) ? width : "desktop";
        return new Shown(known, light, wide, known + "?preview=" + token + "&mode=" + light);
    }

    static String query(String path, String mode, String width) {
        return "?view=" + encoded(path) + "&mode=" + encoded(mode) + "&width=" + encoded(width);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String path(ApiVersion version) {
        return "/apis/" + version.api.slug + "/" + version.label;
    }
}
