package io.gatehouse.console;

import io.gatehouse.catalog.ApiVersion.SourceFormat;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.catalog.RejectedSpec;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** The spec of a version: what it holds, and another in its place. */
@Path("/console/versions/{id}/spec")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class VersionSpecPages {
    private final VersionHead.Heads heads;
    private final Publisher publisher;
    private final SentForm sent;
    private final Flash flash;

    VersionSpecPages(VersionHead.Heads heads, Publisher publisher, SentForm sent, Flash flash) {
        this.heads = heads;
        this.publisher = publisher;
        this.sent = sent;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        /**
         * @param remarks what was found in the spec that is stored, when somebody asks
         * @param check what was found in the one that shall take its place, or null
         */
        static native TemplateInstance versionSpec(
                VersionHead version, SpecSummary spec, SpecCheck remarks, SpecCheck check, Form form);
    }

    @GET
    public TemplateInstance show(UUID id, @RestQuery boolean remarks) {
        VersionHead head = heads.any(id);
        if (!remarks) return page(head, Form.empty(), null);
        byte[] stored = heads.source(id);
        SpecCheck found = SpecCheck.of(publisher.check(stored), stored);
        return Templates.versionSpec(head, heads.summary(head), found, null, Form.empty());
    }

    /** The bytes as they were uploaded. */
    @GET
    @Path("source")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response source(UUID id) {
        VersionHead head = heads.any(id);
        String name = head.apiSlug() + "-" + head.label() + (head.format() == SourceFormat.JSON ? ".json" : ".yaml");
        return Response.ok(heads.source(id))
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response replace(UUID id, MultipartFormDataInput input) {
        VersionHead head = heads.any(id);
        Form form = sent.read(input);
        if (form.isRefused()) return Answer.refused(page(head, form, null));
        SpecSource source = SpecSource.NONE;
        try {
            source = sent.spec(form);
            if (source.isEmpty()) throw new Refused("source", "Choose a file, or paste the text of your OpenAPI spec.");
            if (form.value("do").equals("check"))
                return Response.ok(page(head, form, SpecCheck.of(publisher.check(source.bytes()), source.bytes())))
                        .build();
            SpecCheck found = SpecCheck.of(publisher.check(source.bytes()), source.bytes());
            if (!head.isDraft() && found.errors().isEmpty() && found.asksFirst(form))
                return Answer.refused(page(head, found.asking(form), found));
            publisher.updateSpec(id, source.bytes());
            sent.forget(form);
            Remarks.tell(flash, "The spec is replaced", "", id, found.warnings().size());
            return Redirect.to("/console/versions/" + id + "/spec");
        } catch (RejectedSpec rejected) {
            return Answer.refused(
                    page(head, form.refused(rejected), SpecCheck.of(null, rejected.problems(), source.bytes())));
        } catch (Refused refused) {
            return Answer.refused(page(head, form.refused(refused), null));
        }
    }

    private TemplateInstance page(VersionHead head, Form form, SpecCheck check) {
        return Templates.versionSpec(head, heads.summary(head), null, check, form);
    }
}
