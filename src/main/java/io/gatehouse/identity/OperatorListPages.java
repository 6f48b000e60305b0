package io.gatehouse.identity;

import io.gatehouse.web.Answer;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** The people who run Gatehouse: who they are, who is invited, and who may no longer. */
@Path("/console/operators")
@RolesAllowed("operator")
public class OperatorListPages {
    private static final String HERE = "/console/operators";

    private final Operators operators;
    private final Invitations invitations;
    private final OperatorResets resets;
    private final Viewer viewer;
    private final Flash flash;

    OperatorListPages(Operators operators, Invitations invitations, OperatorResets resets, Viewer viewer, Flash flash) {
        this.operators = operators;
        this.invitations = invitations;
        this.resets = resets;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance operators(List<Operator> operators, List<OneTimeToken> invitations, Form form);
    }

    @GET
    public TemplateInstance list() {
        return page(Form.empty());
    }

    @POST
    @Path("invite")
    public Response invite(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            return invitations
                    .invite(form.value("email"), viewer.operator().orElseThrow().name())
                    .page();
        } catch (Refused refused) {
            return Answer.refused(page(form.refused(refused)));
        }
    }

    @POST
    @Path("invitations/{id}/withdraw")
    public Response withdraw(@PathParam("id") UUID id) {
        invitations.withdraw(id);
        flash.success("The invitation is withdrawn; its link no longer works.");
        return Redirect.to(HERE);
    }

    @POST
    @Path("{id}/disable")
    public Response disable(@PathParam("id") UUID id) {
        try {
            refuseOneself(id, "Another operator can disable you.");
            flash.success(operators.disable(id).name + " is disabled and signed out everywhere.");
            return Redirect.to(HERE);
        } catch (Refused refused) {
            return Answer.refused(page(Form.empty().refused(refused)));
        }
    }

    @POST
    @Path("{id}/enable")
    public Response enable(@PathParam("id") UUID id) {
        flash.success(operators.enable(id).name + " may sign in again.");
        return Redirect.to(HERE);
    }

    @POST
    @Path("{id}/reset-link")
    public Response resetLink(@PathParam("id") UUID id) {
        try {
            refuseOneself(id, "Choose a new password under “Your account”.");
            return resets.handOut(id).page();
        } catch (Refused refused) {
            return Answer.refused(page(Form.empty().refused(refused)));
        }
    }

    private void refuseOneself(UUID id, String instead) {
        if (id.equals(viewer.operatorId())) throw new Refused(null, "This is you. " + instead);
    }

    private TemplateInstance page(Form form) {
        return Templates.operators(operators.all(), invitations.open(), form);
    }
}
