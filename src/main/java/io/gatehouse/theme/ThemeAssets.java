package io.gatehouse.theme;

import io.gatehouse.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

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
                () -> revision == worn.revision()
                        ? worn.dress()
                        : QuarkusTransaction.requiringNew().call(() -> themes.dress(revision)));
    }

    private void draft(RoutingContext context) {
        answer(
                context,
                "no-store",
                () -> links.draft(context.pathParam("token")).map(drafts::of).orElseThrow(NotFound::new));
    }

    private static void answer(RoutingContext context, String caching, Supplier<Dress> dress) {
        try {
            Content content = content(dress.get(), context.pathParam("file"));
            // Another node may not know the newest look yet; what it sends instead must not stick to this address.
            boolean asked = Dress.hash(content.bytes()).equals(context.pathParam("hash"));
            context.response()
                    // Opened by itself, such a file is cut off from everything of the portal.
                    .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                    .putHeader("Cache-Control", asked ? caching : "no-store")
                    .putHeader("Content-Type", content.type())
                    .end(Buffer.buffer(content.bytes()));
        } catch (NotFound e) {
            context.response().setStatusCode(404).end();
        }
    }

    private record Content(String type, byte[] bytes) {}

    private static Content content(Dress dress, String file) {
        Logo logo = dress.design().logo();
        if (file.equals("logo") && logo == null) throw new NotFound();
        return switch (file) {
            case "look" -> new Content("text/css; charset=utf-8", dress.css().getBytes(StandardCharsets.UTF_8));
            case "favicon" ->
                new Content("image/svg+xml", dress.preset().favicon().getBytes(StandardCharsets.UTF_8));
            default -> new Content(logo.type(), logo.bytes());
        };
    }
}
