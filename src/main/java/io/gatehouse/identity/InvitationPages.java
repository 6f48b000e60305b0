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
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where somebody who was invited becomes an operator. */
@Path("/console/invitation/{token}")
@PermitAll
public class InvitationPages {
    private final Invitations invitations;
    private final Flash flash;
    private final RoutingContext context;

    InvitationPages(Invitations invitations, Flash flash, RoutingContext context) {
        this.invitations = invitations;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance invitation(Form form, String email, String advice);

        static native TemplateInstance invitationSpent();
    }

    @GET
    public TemplateInstance form(@PathParam("token") String token) {
        Refusals.hideAddress(context);
        return Templates.invitation(Form.empty(), invitations.recipient(token), PasswordRules.ADVICE);
    }

    @POST
    public Response accept(@PathParam("token") String token, MultivaluedMap<String, String> typed) {
        Refusals.hideAddress(context);
        Form form = Form.of(typed);
        String email = invitations.recipient(token);
        try {
            invitations.accept(token, form.value("name"), form.value("password"));
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.invitation(form.refused(refused), email, PasswordRules.ADVICE));
        }
        flash.success("Welcome. Sign in with " + email + " and your new password.");
        return Redirect.to("/console/sign-in");
    }

    @ServerExceptionMapper
    Response spent(SpentToken spent) {
        return Refusals.gone(Templates.invitationSpent());
    }
}
