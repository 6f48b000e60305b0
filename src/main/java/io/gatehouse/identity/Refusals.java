package io.gatehouse.identity;

import io.gatehouse.web.Answer;
import io.gatehouse.web.Refused;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** How the pages of this package answer what is out of the ordinary. */
final class Refusals {
    private static final int GONE = 410;

    private Refusals() {}

    static Response form(Refused refused, TemplateInstance page) {
        Response answer = Answer.refused(page);
        if (!(refused instanceof TryLater later)) return answer;
        return Response.fromResponse(answer)
                .status(later.status())
                .header(HttpHeaders.RETRY_AFTER, later.seconds())
                .build();
    }

    static Response gone(TemplateInstance page) {
        return Response.fromResponse(Answer.once(page)).status(GONE).build();
    }

    /** For pages whose address is a secret: no other site is told it, and no cache keeps it. */
    static void hideAddress(RoutingContext context) {
        context.response().headers().set("Referrer-Policy", "no-referrer").set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
