package io.gatehouse.identity;

import io.gatehouse.web.Cookies;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where the link in the first mail leads. Looking at it confirms nothing: mail scanners look at links too. */
@Path("/verify/{token}")
@PermitAll
public class VerifyPages {
    private final SignUps signUps;
    private final Accounts accounts;
    private final SessionCookies session;
    private final Cookies cookies;
    private final Flash flash;
    private final RoutingContext context;

    VerifyPages(
            SignUps signUps,
            Accounts accounts,
            SessionCookies session,
            Cookies cookies,
            Flash flash,
            RoutingContext context) {
        this.signUps = signUps;
        this.accounts = accounts;
        this.session = session;
        this.cookies = cookies;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance verify(Form form, String email);

        static native TemplateInstance verifySpent(Form form);
    }

    @GET
    public Response form(@PathParam("token") String token, @QueryParam("next") String next) {
        Refusals.hideAddress(context);
        if (signUps.isConfirmed(token)) {
            flash.success("Your e-mail address is confirmed. Sign in to go on.");
            return Redirect.to(Redirect.withNext(SignInPages.SIGN_IN, Redirect.ownPath(next, "")));
        }
        Form form = Form.empty().with("next", Redirect.ownPath(next, ""));
        return Response.ok(Templates.verify(form, signUps.awaiting(token).email))
                .build();
    }

    @POST
    public Response confirm(@PathParam("token") String token, MultivaluedMap<String, String> typed) {
        Refusals.hideAddress(context);
        Form form = Form.of(typed);
        Developer developer = signUps.awaiting(token);
        try {
            String value =
                    signUps.confirm(token, form.value("password"), session.browser(context, AccountKind.DEVELOPER));
            session.begin(context, AccountKind.DEVELOPER, developer.email, value);
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.verify(form.refused(refused), developer.email));
        }
        if (accounts.any(developer.id).state == Developer.State.PENDING) return Redirect.to(SignUpPages.WAITING);
        flash.success("Welcome, " + developer.name + ". Your e-mail address is confirmed.");
        String remembered = cookies.read(context, SignInPages.NEXT).orElse("");
        cookies.erase(context, SignInPages.NEXT);
        return Redirect.to(Redirect.ownPath(form.value("next"), Redirect.ownPath(remembered, SignInPages.HOME)));
    }

    @ServerExceptionMapper
    Response spent(SpentToken spent) {
        String next = Redirect.ownPath(context.request().getParam("next"), "");
        return Refusals.gone(Templates.verifySpent(Form.empty().with("next", next)));
    }
}
