package io.gatehouse.identity;

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
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.ExecutorService;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A new password for whoever forgot theirs. */
@Path("/")
@PermitAll
public class PasswordPages {
    private final PasswordResets resets;
    private final SignInThrottle throttle;
    private final Flash flash;
    private final RoutingContext context;
    private final ExecutorService workers;

    PasswordPages(
            PasswordResets resets,
            SignInThrottle throttle,
            Flash flash,
            RoutingContext context,
            ExecutorService workers) {
        this.workers = workers;
        this.resets = resets;
        this.throttle = throttle;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance forgotPassword(Form form);

        static native TemplateInstance resetPassword(Form form, String email, String advice);

        static native TemplateInstance resetSpent(Form form);
    }

    @GET
    @Path("forgot-password")
    public TemplateInstance forgot() {
        return Templates.forgotPassword(Form.empty());
    }

    @POST
    @Path("forgot-password")
    public Response sendLink(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            throttle.mailAsked(Browser.of(context).network());
            String email = EmailAddress.checked(form.value("email"));
            // The time that the answer takes must not tell whether there is such an account.
            context.addEndHandler(answered -> workers.execute(() -> resets.forgot(email)));
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.forgotPassword(form.refused(refused)));
        }
        flash.success("If there is an account with " + form.value("email").strip()
                + ", a mail with a link is on its way. The link works for 30 minutes.");
        return Redirect.to(SignInPages.SIGN_IN);
    }

    @GET
    @Path("reset-password/{token}")
    public TemplateInstance form(@PathParam("token") String token) {
        Refusals.hideAddress(context);
        return page(Form.empty(), resets.owner(token));
    }

    @POST
    @Path("reset-password/{token}")
    public Response reset(@PathParam("token") String token, MultivaluedMap<String, String> typed) {
        Refusals.hideAddress(context);
        Developer owner = resets.owner(token);
        try {
            resets.reset(token, typed.getFirst("password"));
        } catch (Refused refused) {
            return Refusals.form(refused, page(Form.empty().refused(refused), owner));
        }
        flash.success("Your new password is set, and all your sessions were ended. Sign in with it.");
        return Redirect.to(SignInPages.SIGN_IN);
    }

    private static TemplateInstance page(Form form, Developer owner) {
        return Templates.resetPassword(form, owner.email, PasswordRules.ADVICE);
    }

    @ServerExceptionMapper
    Response spent(SpentToken spent) {
        return Refusals.gone(Templates.resetSpent(Form.empty()));
    }
}
