package io.gatehouse.console;

import io.gatehouse.application.RegistrationDecisions;
import io.gatehouse.application.Registrations;
import io.gatehouse.identity.Accounts;
import io.gatehouse.identity.Viewer;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What waits for an operator, to approve one by one or many at once, or to decline with a reason. */
@Path("/console/inbox")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class InboxPages {
    private final Inbox inbox;
    private final Accounts accounts;
    private final RegistrationDecisions decisions;
    private final Registrations registrations;
    private final Access access;
    private final Viewer viewer;
    private final Flash flash;

    InboxPages(
            Inbox inbox,
            Accounts accounts,
            RegistrationDecisions decisions,
            Registrations registrations,
            Access access,
            Viewer viewer,
            Flash flash) {
        this.inbox = inbox;
        this.accounts = accounts;
        this.decisions = decisions;
        this.registrations = registrations;
        this.access = access;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance inbox(Paging<InboxItem> items, Filters filters, Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        return page(address, Form.empty());
    }

    /** Approves all that were ticked. What somebody else decided meanwhile stays as it is, and the page says so. */
    @POST
    @Path("approve")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response approve(@Context UriInfo address, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        List<Waiting> chosen = form.values("item").stream().map(Waiting::of).toList();
        if (chosen.isEmpty())
            return Answer.refused(page(address, form.refused(new Refused(null, "Tick what you want to approve."))));
        List<String> late = chosen.size() == 1 ? approve(chosen.get(0)).stream().toList() : approveAll(chosen);
        int approved = chosen.size() - late.size();
        String done = switch (approved) {
            case 0 -> "";
            case 1 -> "Approved. A mail says so. ";
            default -> approved + " approved. Mails say so. ";
        };
        if (late.isEmpty()) flash.success(done.strip());
        else flash.problem(done + String.join(" ", late));
        return Redirect.to("/console/inbox");
    }

    @POST
    @Path("decline")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decline(@Context UriInfo address, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        Waiting item = Waiting.of(form.value("item"));
        refuseOthers(item);
        try {
            if (item.isDeveloper) accounts.reject(item.id, form.value("reason"));
            else decisions.decline(item.id, form.value("reason"), operator());
            flash.success("Declined. A mail says why.");
            return Redirect.to("/console/inbox");
        } catch (Refused refused) {
            return Answer.refused(page(address, form.refused(refused).errorAt("reason", "reason-" + item.id)));
        }
    }

    /** One that is gone must not hide what became of the others. */
    private List<String> approveAll(List<Waiting> chosen) {
        List<String> late = new ArrayList<>();
        for (Waiting item : chosen) {
            try {
                approve(item).ifPresent(late::add);
            } catch (NotFound gone) {
                late.add("One of them is no longer there.");
            }
        }
        return late;
    }

    /** Why it could not be approved; nothing when it was. */
    private Optional<String> approve(Waiting item) {
        refuseOthers(item);
        try {
            if (item.isDeveloper) accounts.approve(item.id);
            else decisions.approve(item.id, operator());
            return Optional.empty();
        } catch (Refused tooLate) {
            return Optional.of(tooLate.getMessage());
        }
    }

    private void refuseOthers(Waiting item) {
        boolean isOurs = item.isDeveloper
                ? access.now().mayChange(Area.PEOPLE)
                : access.covers(registrations.any(item.id).apiVersion.runtimeGroupId);
        if (!isOurs) throw new NotFound();
    }

    private String operator() {
        return viewer.operator().orElseThrow().name();
    }

    private TemplateInstance page(UriInfo address, Form form) {
        Filters filters = Filters.of("/console/inbox", address, "kind")
                .only("kind", Set.of(Inbox.PEOPLE, Inbox.ACCESS)::contains);
        return Templates.inbox(inbox.page(filters), filters, form);
    }

    /** What a box in the list stands for. */
    private record Waiting(boolean isDeveloper, UUID id) {
        static Waiting of(String key) {
            String[] parts = key.split(":", 2);
            if (parts.length != 2 || !parts[0].matches("developer|registration")) throw new NotFound();
            try {
                return new Waiting(parts[0].equals("developer"), UUID.fromString(parts[1]));
            } catch (IllegalArgumentException e) {
                throw new NotFound();
            }
        }
    }
}
