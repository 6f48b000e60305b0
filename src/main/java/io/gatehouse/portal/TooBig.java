package io.gatehouse.portal;

import io.gatehouse.web.Address;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body that is too big before anything looks at it, in words: below this, the server only hangs up. Only the forms of the
 * console that carry documents may be big.
 */
@Singleton
public class TooBig {
    private static final int BEFORE_THE_SERVER = -1_000;
    private static final int MOST_OF_A_FORM = 256 << 10;
    private static final Pattern WITH_DOCUMENTS =
            Pattern.compile("/console/(publish|theme(/publish)?|plugins/(new/)?[^/]+|versions/[^/]+/(spec|docs))/?");
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
        boolean documents = WITH_DOCUMENTS.matcher(context.normalizedPath()).matches();
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        // What is no number was refused by the parser below us.
        long announced = length == null ? 0 : length.length() < 19 ? Long.parseLong(length) : Long.MAX_VALUE;
        if (announced > (documents ? most : MOST_OF_A_FORM)) drain(context, announced, documents);
        else if (length == null && !documents && !request.isEnded()) count(context);
        else context.next();
    }

    /** Browsers look at the answer when they have sent all; hung up on before, they only say that the connection broke. */
    private void drain(RoutingContext context, long announced, boolean documents) {
        if (announced > most * WORTH_DRAINING) answer(context, documents);
        else context.request().handler(ignored -> {}).endHandler(done -> answer(context, documents));
    }

    /** A body of unknown length is kept here until its end, and handed on only when it was small. */
    private void count(RoutingContext context) {
        Buffer body = Buffer.buffer();
        context.request()
                .handler(part -> {
                    if (context.response().ended()) return;
                    body.appendBuffer(part);
                    if (body.length() > MOST_OF_A_FORM) answer(context, false);
                })
                .endHandler(done -> {
                    if (context.response().ended()) return;
                    ((RoutingContextInternal) context).setBody(body);
                    context.next();
                });
    }

    private void answer(RoutingContext context, boolean documents) {
        Problem problem = Problem.of(413)
                .saying("This form takes " + (documents ? most / (1 << 20) + " MB" : MOST_OF_A_FORM / 1024 + " KB")
                        + " at most, so nothing was done. Go back: your browser may still have what you typed.");
        boolean page = ErrorPages.wantsPage(context.request().getHeader("Accept"));
        HttpServerResponse response = context.response()
                .setStatusCode(problem.status())
                .putHeader("Connection", "close")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Type", page ? "text/html; charset=utf-8" : "application/problem+json");
        String back = Address.before(context).orElse("");
        response.end(page ? plain.render(problem, back) : Json.encode(problem.json()))
                .onComplete(done -> context.request().connection().close());
    }
}
