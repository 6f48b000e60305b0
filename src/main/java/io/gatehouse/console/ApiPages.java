package io.gatehouse.console;

import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;

/** The APIs of the catalog, as their publishers see them. */
@Path("/console/apis")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class ApiPages {
    private final ApiRows rows;
    private final Publisher publisher;
    private final Flash flash;

    ApiPages(ApiRows rows, Publisher publisher, Flash flash) {
        this.rows = rows;
        this.publisher = publisher;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance apis(Paging<ApiRows.Row> paging, Filters filters);

        static native TemplateInstance api(Api api, List<ApiRows.Version> versions, Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of("/console/apis", address, "q", "lifecycle", "visibility")
                .only("lifecycle", Lifecycle.class)
                .only("visibility", Api.Visibility.class);
        return Templates.apis(rows.matching(filters), filters);
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(UUID id) {
        Api api = rows.any(id);
        Form form = Form.empty()
                .with("apiName", api.name)
                .with("summary", api.summary)
                .with("tags", api.tags)
                .with("visibility", api.visibility);
        return Templates.api(api, rows.versionsOf(id), form);
    }

    @POST
    @Path("{id}")
    public Response change(UUID id, MultivaluedMap<String, String> typed) {
        Api api = rows.any(id);
        Form form = Form.of(typed);
        try {
            rows.checkWhole(api);
            publisher.editApi(
                    id, form.value("apiName"), form.value("summary"), form.value("tags"), PublishForm.visibility(form));
            flash.success("Saved.");
            return Redirect.to("/console/apis/" + id);
        } catch (Refused refused) {
            return Answer.refused(Templates.api(api, rows.versionsOf(id), form.refused(refused)));
        }
    }
}
