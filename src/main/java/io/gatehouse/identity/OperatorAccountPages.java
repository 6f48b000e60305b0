package io.gatehouse.identity;

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

/** An operator's own password and sessions. */
@Path("/console/account")
@RolesAllowed("operator")
public class OperatorAccountPages {
    private static final String HERE = "/console/account";

    private final Operators operators;
    private final SignIns signIns;
    private final Sessions sessions;
    private final SessionCookies session;
    private final Viewer viewer;
    private final Flash flash;

    OperatorAccountPages(
            Operators operators,
            SignIns signIns,
            Sessions sessions,
            SessionCookies session,
            Viewer viewer,
            Flash flash) {
        this.operators = operators;
        this.signIns = signIns;
        this.sessions = sessions;
        this.session = session;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance account(Form form, String advice, List<SessionRow> sessions);
    }

    @GET
    public TemplateInstance account() {
        return page(Form.empty());
    }

    @POST
    @Path("password")
    public Response changePassword(RoutingContext context, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        Viewer.Person person = viewer.operator().orElseThrow();
        Browser browser = session.browser(context, AccountKind.OPERATOR);
        try {
            if (form.value("current").isEmpty()) throw new Refused("current", "Enter the password that you have now.");
            if (!signIns.isPasswordOf(AccountKind.OPERATOR, person.email(), form.value("current"), browser))
                throw new Refused("current", "This is not your password.");
            String token = operators.changePassword(person, browser, form.value("password"));
            session.begin(context, AccountKind.OPERATOR, person.email(), token);
        } catch (Refused refused) {
            return Refusals.form(refused, page(form.refused(refused)));
        }
        flash.success("Your password is changed, and your other sessions were ended.");
        return Redirect.to(HERE);
    }

    @POST
    @Path("sessions/{id}/end")
    public Response end(@PathParam("id") UUID id) {
        sessions.end(AccountKind.OPERATOR, viewer.operatorId(), id);
        flash.success("The session was ended.");
        return Redirect.to(HERE);
    }

    @POST
    @Path("sessions/end-others")
    public Response endOthers() {
        sessions.endOthers(AccountKind.OPERATOR, viewer.operatorId(), viewer.sessionId());
        flash.success("All other sessions were ended.");
        return Redirect.to(HERE);
    }

    private TemplateInstance page(Form form) {
        return Templates.account(
                form,
                PasswordRules.ADVICE,
                SessionRow.list(sessions.of(AccountKind.OPERATOR, viewer.operatorId()), viewer.sessionId()));
    }
}
