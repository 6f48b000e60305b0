package io.gatehouse.portal;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body that says it is too big before a byte of it is read, in words: below this, the server only hangs up.
 */
@Singleton
public class TooBig {
    private static final int BEFORE_THE_SERVER = -1_000;
    private static final Problem PROBLEM = Problem.of(413);
    private static final int WORTH_DRAINING = 5;

    private final PlainPage plain;
    private final long most;

    TooBig(PlainPage plain, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.plain = plain;
        this.most = most.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_THE_SERVER).handler(this::check);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        // What is no number was refused by the parser below us.
        long announced = length == null ? 0 : length.length() < 19 ? Long.parseLong(length) : Long.MAX_VALUE;
        if (announced <= most) {
            context.next();
            return;
        }
        if (announced > most * WORTH_DRAINING) {
            answer(context);
            return;
        }
        // Browsers look at the answer when they have sent all; hung up on before, they only say that the connection
        // broke.
        context.request().handler(ignored -> {}).endHandler(done -> answer(context));
    }

    private void answer(RoutingContext context) {
        boolean page = ErrorPages.wantsPage(context.request().getHeader("Accept"));
        HttpServerResponse response = context.response()
                .setStatusCode(PROBLEM.status())
                .putHeader("Connection", "close")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Type", page ? "text/html; charset=utf-8" : "application/problem+json");
        response.end(page ? plain.render(PROBLEM) : Json.encode(PROBLEM.json()))
                .onComplete(done -> context.request().connection().close());
    }
}
