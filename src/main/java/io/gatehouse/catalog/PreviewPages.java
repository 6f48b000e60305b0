package io.gatehouse.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestQuery;

/** The same pages for operators, who look at a draft before visitors do. Under {@code /console}, since only there an operator is known. */
@Path("/console/preview/{api}/{version}")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class PreviewPages {
    private final CatalogPages catalog;
    private final ReferencePages reference;

    PreviewPages(CatalogPages catalog, ReferencePages reference) {
        this.catalog = catalog;
        this.reference = reference;
    }

    @GET
    @RolesAllowed("operator")
    public Response overview(String api, String version) {
        return catalog.overview(api, version);
    }

    @GET
    @Path("/docs")
    @RolesAllowed("operator")
    public Response docs(String api, String version) {
        return catalog.docs(api, version);
    }

    @GET
    @Path("/{file: (spec|original)\\.(json|yaml)}")
    @RolesAllowed("operator")
    @Produces(MediaType.WILDCARD)
    public Response spec(String api, String version, String file) {
        return catalog.spec(api, version, file);
    }

    @GET
    @Path("/reference")
    @RolesAllowed("operator")
    public Response reference(String api, String version, @RestQuery String q, @RestQuery String tag) {
        return reference.reference(api, version, q, tag);
    }

    @GET
    @Path("/reference/{operation}")
    @RolesAllowed("operator")
    public Response operation(
            String api,
            String version,
            String operation,
            @RestQuery String lang,
            @RestCookie("gh_lang") String chosen) {
        return reference.operation(api, version, operation, lang, chosen);
    }

    @GET
    @Path("/schemas/{name}")
    @RolesAllowed("operator")
    public Response schema(String api, String version, String name) {
        return reference.schema(api, version, name);
    }
}
