package io.gatehouse.identity;

import io.gatehouse.web.Answer;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** A developer's own account. */
@Path("/account")
@RolesAllowed("developer")
public class AccountPages {
    private static final String PASSWORD = "/account/password";
    private static final String SESSIONS = "/account/sessions";

    private final Accounts accounts;
    private final SignIns signIns;
    private final PasswordResets resets;
    private final Sessions sessions;
    private final SessionCookies session;
    private final Viewer viewer;
    private final Flash flash;

    AccountPages(
            Accounts accounts,
            SignIns signIns,
            PasswordResets resets,
            Sessions sessions,
            SessionCookies session,
            Viewer viewer,
            Flash flash) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.resets = resets;
        this.sessions = sessions;
        this.session = session;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance profile(Form form, Developer developer);

        static native TemplateInstance password(Form form, String advice);

        static native TemplateInstance sessions(List<SessionRow> sessions);
    }

    @GET
    public TemplateInstance profile() {
        Developer developer = accounts.any(viewer.developerId());
        return Templates.profile(Form.empty().with("name", developer.name), developer);
    }

    @POST
    public Response rename(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            accounts.rename(viewer.developerId(), form.value("name"));
        } catch (Refused refused) {
            return Answer.refused(Templates.profile(form.refused(refused), accounts.any(viewer.developerId())));
        }
        flash.success("Your profile is saved.");
        return Redirect.to("/account");
    }

    @GET
    @Path("password")
    public TemplateInstance password() {
        return Templates.password(Form.empty(), PasswordRules.ADVICE);
    }

    @POST
    @Path("password")
    public Response changePassword(RoutingContext context, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        String email = viewer.developer().orElseThrow().email();
        Browser browser = session.browser(context, AccountKind.DEVELOPER);
        try {
            if (form.value("current").isEmpty()) throw new Refused("current", "Enter the password that you have now.");
            if (!signIns.isPasswordOf(AccountKind.DEVELOPER, email, form.value("current"), browser))
                throw new Refused("current", "This is not your password.");
            String token = resets.change(viewer.developerId(), browser, form.value("password"));
            session.begin(context, AccountKind.DEVELOPER, email, token);
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.password(form.refused(refused), PasswordRules.ADVICE));
        }
        flash.success("Your password is changed, and your other sessions were ended.");
        return Redirect.to(PASSWORD);
    }

    @GET
    @Path("sessions")
    public TemplateInstance sessions() {
        return Templates.sessions(
                SessionRow.list(sessions.of(AccountKind.DEVELOPER, viewer.developerId()), viewer.sessionId()));
    }

    @POST
    @Path("sessions/{id}/end")
    public Response end(@PathParam("id") UUID id) {
        sessions.end(AccountKind.DEVELOPER, viewer.developerId(), id);
        flash.success("The session was ended.");
        return Redirect.to(SESSIONS);
    }

    @POST
    @Path("sessions/end-others")
    public Response endOthers() {
        sessions.endOthers(AccountKind.DEVELOPER, viewer.developerId(), viewer.sessionId());
        flash.success("All other sessions were ended.");
        return Redirect.to(SESSIONS);
    }
}
