package io.gatehouse.theme;

import io.gatehouse.web.Csp;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a page of the portal appear in a draft's look, for whoever has a signed link to it. Such a page may only be looked at:
 * nothing can be sent from it, nobody keeps it, and only the theme editor may frame it.
 */
public class PreviewFilter {
    static final String PARAMETER = "preview";
    static final String DRAFT = "gatehouse.preview.draft";

    @Inject
    RoutingContext context;

    @Inject
    PreviewLinks links;

    @Inject
    Drafts drafts;

    @Inject
    Csp csp;

    @ServerRequestFilter
    public void check() {
        String token = context.request().getParam(PARAMETER);
        if (token == null || context.normalizedPath().startsWith("/console")) return;
        if (!context.request().method().name().matches("GET|HEAD"))
            throw new ForbiddenException("This is a preview. Nothing can be sent from it.");
        Dress draft = links.draft(token).map(drafts::of).orElseThrow(() -> new ClientErrorException(410));
        context.put(DRAFT, draft);
        csp.allowOwnFrame();
        context.response().headers().set("X-Robots-Tag", "noindex").set("Cache-Control", "no-store");
    }
}
