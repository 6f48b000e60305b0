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

/** Where an operator with a link from another one chooses a new password. */
@Path("/console/reset-password/{token}")
@PermitAll
public class OperatorResetPages {
    private final OperatorResets resets;
    private final Flash flash;
    private final RoutingContext context;

    OperatorResetPages(OperatorResets resets, Flash flash, RoutingContext context) {
        this.resets = resets;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance resetPassword(Form form, String email, String advice);

        static native TemplateInstance resetSpent();
    }

    @GET
    public TemplateInstance form(@PathParam("token") String token) {
        Refusals.hideAddress(context);
        return page(Form.empty(), resets.owner(token));
    }

    @POST
    public Response reset(@PathParam("token") String token, MultivaluedMap<String, String> typed) {
        Refusals.hideAddress(context);
        Operator owner = resets.owner(token);
        try {
            resets.reset(token, Form.of(typed).value("password"));
        } catch (Refused refused) {
            return Refusals.form(refused, page(Form.empty().refused(refused), owner));
        }
        flash.success("Your new password is set, and all your sessions were ended. Sign in with it.");
        return Redirect.to("/console/sign-in");
    }

    private static TemplateInstance page(Form form, Operator owner) {
        return Templates.resetPassword(form, owner.email, PasswordRules.ADVICE);
    }

    @ServerExceptionMapper
    Response spent(SpentToken spent) {
        return Refusals.gone(Templates.resetSpent());
    }
}
