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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** Where developers sign in and out. */
@Path("/")
@PermitAll
public class SignInPages {
    static final String SIGN_IN = "/sign-in";
    static final String HOME = "/apps";
    /** Where somebody wanted to go whose address was not confirmed yet; the link in the mail may know of no such place. */
    static final String NEXT = "gh_next";

    private final SignIns signIns;
    private final SignUps signUps;
    private final SessionCookies session;
    private final Cookies cookies;
    private final Viewer viewer;
    private final Flash flash;
    private final RoutingContext context;

    SignInPages(
            SignIns signIns,
            SignUps signUps,
            SessionCookies session,
            Cookies cookies,
            Viewer viewer,
            Flash flash,
            RoutingContext context) {
        this.signIns = signIns;
        this.signUps = signUps;
        this.session = session;
        this.cookies = cookies;
        this.viewer = viewer;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        /** @param unconfirmed whose address it is that has to be confirmed first; else empty */
        static native TemplateInstance signIn(Form form, String unconfirmed);
    }

    @GET
    @Path("sign-in")
    public Object form(@QueryParam("next") String next) {
        if (viewer.isDeveloper()) return Redirect.to(Redirect.ownPath(next, HOME));
        return Templates.signIn(Form.empty().with("next", Redirect.ownPath(next, "")), "");
    }

    @POST
    @Path("sign-in")
    public Response signIn(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        String next = Redirect.ownPath(form.value("next"), "");
        try {
            Browser browser = session.browser(context, AccountKind.DEVELOPER);
            String token = signIns.developer(form.value("email"), form.value("password"), browser);
            session.begin(context, AccountKind.DEVELOPER, form.value("email"), token);
        } catch (SignIns.Unconfirmed unconfirmed) {
            boolean sent = signUps.renew(form.value("email"), next);
            if (!next.isEmpty()) cookies.write(context, NEXT, next);
            Form told = form.problem("Confirm your e-mail address first: "
                    + (sent ? "your link had expired, so we have sent you a new one." : "open the link in our mail."));
            return Refusals.form(
                    unconfirmed, Templates.signIn(told, form.value("email").strip()));
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.signIn(form.refused(refused), ""));
        }
        return Redirect.to(next.isEmpty() ? HOME : next);
    }

    @POST
    @Path("sign-out")
    public Response signOut() {
        session.end(context, AccountKind.DEVELOPER);
        flash.success("You are signed out.");
        return Redirect.to("/");
    }
}
