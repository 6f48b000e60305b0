package io.gatehouse.identity;

import io.gatehouse.settings.Settings;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** Signing up, up to the mail with the link. */
@Path("/sign-up")
@PermitAll
public class SignUpPages {
    static final String CHECK_MAIL = "/sign-up/check-mail";
    static final String WAITING = "/sign-up/waiting";

    private final Settings settings;
    private final SignUps signUps;
    private final SignInThrottle throttle;
    private final Viewer viewer;
    private final Flash flash;

    SignUpPages(Settings settings, SignUps signUps, SignInThrottle throttle, Viewer viewer, Flash flash) {
        this.settings = settings;
        this.signUps = signUps;
        this.throttle = throttle;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signUp(Form form, String advice);

        static native TemplateInstance checkMail(Form form, boolean demo);

        static native TemplateInstance waiting();
    }

    @GET
    public Object form(@QueryParam("next") String next) {
        if (viewer.isDeveloper()) return Redirect.to(Redirect.ownPath(next, SignInPages.HOME));
        return page(Form.empty().with("next", Redirect.ownPath(next, "")));
    }

    @POST
    public Response signUp(RoutingContext context, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        String next = Redirect.ownPath(form.value("next"), "");
        try {
            throttle.mailAsked(Browser.of(context).network());
            signUps.signUp(form.value("name"), form.value("email"), form.value("password"), next);
        } catch (Refused refused) {
            return Refusals.form(refused, page(form.refused(refused)));
        }
        return checkMail(form.value("email"), next);
    }

    @GET
    @Path("check-mail")
    public TemplateInstance checkMail(@QueryParam("next") String next) {
        return checkMailPage(Form.empty().with("next", Redirect.ownPath(next, "")));
    }

    /** A new link, for whoever did not get or lost the first. */
    @POST
    @Path("check-mail")
    public Response resend(RoutingContext context, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        String next = Redirect.ownPath(form.value("next"), "");
        try {
            throttle.mailAsked(Browser.of(context).network());
            signUps.resend(form.value("email"), next);
        } catch (Refused refused) {
            return Refusals.form(refused, checkMailPage(form.refused(refused)));
        }
        return checkMail(form.value("email"), next);
    }

    @GET
    @Path("waiting")
    public TemplateInstance waiting() {
        return Templates.waiting();
    }

    private Response checkMail(String email, String next) {
        flash.success("We have sent a mail to " + email.strip() + ".");
        return Redirect.to(Redirect.withNext(CHECK_MAIL, next));
    }

    private TemplateInstance checkMailPage(Form form) {
        return Templates.checkMail(form, settings.demo() && !settings.mail().enabled());
    }

    private static TemplateInstance page(Form form) {
        return Templates.signUp(form, PasswordRules.ADVICE);
    }
}
