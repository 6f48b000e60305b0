package io.gatehouse.theme;

import io.gatehouse.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** Style sheet, logo and favicon of each look, at addresses that change with the content and can be kept for ever. */
@Singleton
public class ThemeAssets {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private final Themes themes;
    private final Drafts drafts;
    private final PreviewLinks links;

    ThemeAssets(Themes themes, Drafts drafts, PreviewLinks links) {
        this.themes = themes;
        this.drafts = drafts;
        this.links = links;
    }

    void install(@Observes Router router) {
        router.getWithRegex("/theme/(?<revision>[0-9]{1,9})/(?<file>look|logo|favicon)-(?<hash>[0-9a-f]{16})")
                .blockingHandler(this::published, false);
        router.getWithRegex(
                        "/theme/draft/(?<token>[A-Za-z0-9_-]{1,100})/(?<file>look|logo|favicon)-(?<hash>[0-9a-f]{16})")
                .blockingHandler(this::draft, false);
    }

    static String published(int revision, String file, String hash) {
        return "/theme/" + revision + "/" + file + "-" + hash;
    }

    static String draft(String token, String file, String hash) {
        return "/theme/draft/" + token + "/" + file + "-" + hash;
    }

    private void published(RoutingContext context) {
        int revision = Integer.parseInt(context.pathParam("revision"));
        Themes.Worn worn = themes.published();
        answer(
                context,
                FOR_EVER,
                file -> revision == worn.revision()
                        ? worn.dress()
                        : QuarkusTransaction.requiringNew().call(() -> themes.dress(revision)));
    }

    private void draft(RoutingContext context) {
        answer(
                context,
                "no-store",
                file -> links.draft(context.pathParam("token")).map(drafts::of).orElseThrow(NotFound::new));
    }

    private static void answer(RoutingContext context, String caching, Function<String, Dress> dresses) {
        try {
            String file = context.pathParam("file");
            Dress dress = dresses.apply(file);
            switch (file) {
                case "look" -> send(context, caching, "text/css; charset=utf-8", Buffer.buffer(dress.css()));
                case "favicon" ->
                    send(
                            context,
                            caching,
                            "image/svg+xml",
                            Buffer.buffer(dress.preset().favicon()));
                default -> {
                    Logo logo = dress.design().logo();
                    if (logo == null) throw new NotFound();
                    send(context, caching, logo.type(), Buffer.buffer(logo.bytes()));
                }
            }
        } catch (NotFound e) {
            context.response().setStatusCode(404).end();
        }
    }

    /** Opened by itself, such a file is cut off from everything of the portal. */
    private static void send(RoutingContext context, String caching, String type, Buffer content) {
        context.response()
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .putHeader("Cache-Control", caching)
                .putHeader("Content-Type", type)
                .end(content);
    }
}
