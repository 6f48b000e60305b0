package io.gatehouse.portal;

import io.gatehouse.db.Outage;
import io.gatehouse.rights.Forbidden;
import io.gatehouse.web.Address;
import io.gatehouse.web.Cookies;
import io.gatehouse.web.Flash;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.StaleForm;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.channels.ClosedChannelException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What people and programs are told when a page cannot be shown. The answer never says more than the person may know: an
 * unknown thing and a forbidden one look the same, and a fault has an id that the log has too, and nothing else.
 */
public class ErrorPages {
    private static final Logger LOG = Logger.getLogger(ErrorPages.class);
    private static final int REFUSED = 422;
    private static final String SECONDS_TO_WAIT = "10";

    @Inject
    RoutingContext context;

    @Inject
    Flash flash;

    @Inject
    Cookies cookies;

    @Inject
    HttpAuthenticator authenticator;

    @Inject
    PlainPage plain;

    @CheckedTemplate(basePath = "error", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance page(Problem problem, WayOut out);

        static native TemplateInstance console(Problem problem, WayOut out);
    }

    /**
     * What helps this person on; each may be null.
     *
     * @param back the page with the form
     * @param signIn where to sign in, in another tab
     * @param typed a form to send again
     */
    record WayOut(String back, String signIn, StaleForm.Typed typed) {
        static final WayOut USUAL = new WayOut(null, null, null);

        public boolean isUsual() {
            return equals(USUAL);
        }
    }

    @ServerExceptionMapper
    public Response notFound(NotFound e) {
        return answer(Problem.of(404));
    }

    @ServerExceptionMapper
    public Response refused(Refused e) {
        return answer(Problem.of(REFUSED).saying(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response forbidden(Forbidden e) {
        return answer(Problem.of(403).titled("This is not for you").saying(e.getMessage()));
    }

    /** What JAX-RS itself refuses: no such address, wrong method, wrong type, a form that came from elsewhere. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e) {
        Response given = e.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) return given;
        if (given.getStatus() >= 500) return failed(e);
        Problem problem = Problem.of(given.getStatus());
        if (given.getStatus() == 403 && e.getMessage() != null) problem = problem.saying(e.getMessage());
        Response answer = answer(problem);
        // JAX-RS does not say which methods there are; pages have no others than these two.
        return given.getStatus() == 405
                ? Response.fromResponse(answer)
                        .header(
                                HttpHeaders.ALLOW,
                                context.request().method().name().matches("GET|HEAD") ? "POST" : "GET, HEAD")
                        .build()
                : answer;
    }

    /** Opened before somebody signed in or out: what was typed comes back, with a token that counts. */
    @ServerExceptionMapper
    public Response refused(StaleForm e) {
        Problem problem = Problem.of(403);
        StaleForm.Typed typed = e.typed().orElse(null);
        return answer(
                typed == null
                        ? problem.saying(e.getMessage())
                        : problem.titled("This form was out of date")
                                .saying("It was opened before you signed in or out, so nothing was done yet."
                                        + " What you typed is still here: send it again."),
                new WayOut(Address.before(context).orElse(null), null, typed));
    }

    /** A form that comes too late would be lost behind a redirect; on this page the browser still has it. */
    @ServerExceptionMapper
    public Uni<Response> ended(UnauthorizedException e) {
        boolean form = !context.request().method().name().matches("GET|HEAD")
                && cookies.read(context, Cookies.sessionOf(context)).isPresent();
        if (form)
            return Uni.createFrom()
                    .item(answer(
                            Problem.of(401), new WayOut(null, isConsole() ? "/console/sign-in" : "/sign-in", null)));
        return authenticator.getChallenge(context).map(challenge -> {
            Response.ResponseBuilder answer = Response.status(challenge.status);
            challenge.getHeaders().forEach((name, value) -> answer.header(name.toString(), value));
            return answer.build();
        });
    }

    @ServerExceptionMapper
    public Response failed(Throwable e) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        boolean away = Outage.isBehind(e);
        // Whoever left in the middle of a request gets no answer, and can leave as often as they like.
        Logger.Level level = isGone(e) ? Logger.Level.DEBUG : Logger.Level.ERROR;
        LOG.logf(level, e, "error %s at %s %s", id, context.request().method(), context.normalizedPath());
        Response answer = answer(Problem.of(away ? 503 : 500).withId(id));
        return away
                ? Response.fromResponse(answer)
                        .header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT)
                        .build()
                : answer;
    }

    private static boolean isGone(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) return true;
        return false;
    }

    private Response answer(Problem problem) {
        return answer(problem, WayOut.USUAL);
    }

    private Response answer(Problem problem, WayOut out) {
        boolean page = wantsPage(context.request().getHeader(HttpHeaders.ACCEPT));
        return Response.status(problem.status())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .type(page ? MediaType.TEXT_HTML : "application/problem+json")
                .entity(page ? html(problem, out) : problem.json())
                .build();
    }

    /** Rendered here and not later, since a fault of the layout must not hide the first one. */
    private String html(Problem problem, WayOut out) {
        flash.hold();
        try {
            return (isConsole() ? Templates.console(problem, out) : Templates.page(problem, out)).render();
        } catch (RuntimeException e) {
            LOG.error("the error page itself failed", e);
            return plain.render(problem, "");
        }
    }

    private boolean isConsole() {
        return Cookies.sessionOf(context).equals(Cookies.OPERATOR_SESSION);
    }

    static boolean wantsPage(String accept) {
        if (accept == null) return true;
        int json = accept.indexOf("json");
        int html = accept.indexOf("html");
        return json < 0 || html >= 0 && html < json;
    }
}
