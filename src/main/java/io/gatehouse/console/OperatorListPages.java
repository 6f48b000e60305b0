package io.gatehouse.console;

import io.gatehouse.identity.Invitations;
import io.gatehouse.identity.OneTimeToken;
import io.gatehouse.identity.Operator;
import io.gatehouse.identity.OperatorResets;
import io.gatehouse.identity.Operators;
import io.gatehouse.identity.Viewer;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
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
import java.util.function.Function;

/** The people who run Gatehouse: who they are, what each may do, who is invited, and who may no longer. */
@Path("/console/operators")
@RolesAllowed("operator")
public class OperatorListPages {
    private static final String HERE = "/console/operators";

    private final Operators operators;
    private final Invitations invitations;
    private final OperatorResets resets;
    private final RightsForm rights;
    private final Viewer viewer;
    private final Flash flash;

    OperatorListPages(
            Operators operators,
            Invitations invitations,
            OperatorResets resets,
            RightsForm rights,
            Viewer viewer,
            Flash flash) {
        this.operators = operators;
        this.invitations = invitations;
        this.resets = resets;
        this.rights = rights;
        this.viewer = viewer;
        this.flash = flash;
    }

    public record Row(Operator operator, RightsForm.Words rights) {}

    public record Invited(OneTimeToken invitation, RightsForm.Words rights) {}

    /** What a form of rights lets choose. */
    public record Choices(List<Role> roles, List<Named> groups) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance operators(
                List<Row> operators, List<Invited> invitations, Choices choices, Form form);

        static native TemplateInstance operator(Operator operator, Choices choices, Form form);
    }

    @GET
    public TemplateInstance list() {
        return page(RightsForm.filled(Form.empty(), Rights.EVERYTHING));
    }

    @POST
    @Path("invite")
    public Response invite(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            return invitations
                    .invite(
                            form.value("email"),
                            rights.read(form),
                            viewer.operator().orElseThrow().name())
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

    @GET
    @Path("{id}")
    public TemplateInstance rights(@PathParam("id") UUID id) {
        Operator operator = operators.any(id);
        return Templates.operator(operator, choices(), RightsForm.filled(Form.empty(), operator.rights));
    }

    @POST
    @Path("{id}")
    public Response change(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Operator operator = operators.any(id);
        Form form = Form.of(typed);
        try {
            refuseOneself(id, "Another operator can change your rights.");
            operators.change(id, rights.read(form));
            flash.success("Saved. It counts from the next page that " + operator.name + " opens.");
            return Redirect.to(HERE);
        } catch (Refused refused) {
            return Answer.refused(Templates.operator(operator, choices(), form.refused(refused)));
        }
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
        Function<Rights, RightsForm.Words> words = rights.words();
        return Templates.operators(
                operators.all().stream()
                        .map(operator -> new Row(operator, words.apply(operator.rights)))
                        .toList(),
                invitations.open().stream()
                        .map(invitation -> new Invited(invitation, words.apply(invitation.rights)))
                        .toList(),
                choices(),
                form);
    }

    private Choices choices() {
        return new Choices(List.of(Role.values()), rights.groups());
    }
}
