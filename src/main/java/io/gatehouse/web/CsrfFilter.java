package io.gatehouse.web;

import io.gatehouse.audit.Audit;
import io.gatehouse.audit.OncePerMinute;
import io.gatehouse.settings.Settings;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Lets nothing change by a request that did not start on one of our own pages. */
public class CsrfFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    RoutingContext context;

    @Inject
    Csrf csrf;

    @Inject
    Settings settings;

    @Inject
    Audit audit;

    private final OncePerMinute refusals = new OncePerMinute(InstantSource.system());

    @WithFormRead
    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) return;
        if (!isFromOurPages()) {
            writeDown("It came from another site.");
            throw new StaleForm(null);
        }
        if (csrf.accepts(token())) return;
        writeDown("It had no token that counts.");
        // Only the browser's word is good enough: another site's form must not come back with our token in it.
        boolean sure = context.request().getHeader("Sec-Fetch-Site") != null;
        throw new StaleForm(sure ? StaleForm.Typed.of(context, CurrentRequestManager.get()) : null);
    }

    /** The path stays out of it: some hold a secret. */
    private void writeDown(String why) {
        if (refusals.isDue(ClientAddress.of(context)))
            audit.record("form.refused", "form", null, "A form", Map.of("why", why));
    }

    /** A second lock beside the token, for browsers that say where a request comes from. Pages that hide it send “null”. */
    private boolean isFromOurPages() {
        String site = context.request().getHeader("Sec-Fetch-Site");
        if (site != null) return site.equals("same-origin") || site.equals("none");
        String origin = context.request().getHeader("Origin");
        if (origin == null || origin.equals("null")) return true;
        String host = context.request().getHeader("Host");
        return origin.equals("http://" + host)
                || origin.equals("https://" + host)
                || origin.equals(settings.portal().url().toString());
    }

    /** The filter's own request is a wrapper that knows no form; the request behind it does. */
    private static String token() {
        return (String) CurrentRequestManager.get().getFormParameter(Csrf.FIELD, true, false);
    }
}
