package io.gatehouse.catalog;

import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.reference.Contents;
import io.gatehouse.catalog.reference.Direction;
import io.gatehouse.catalog.reference.OperationReader;
import io.gatehouse.catalog.reference.OperationView;
import io.gatehouse.catalog.reference.SchemaRow;
import io.gatehouse.catalog.reference.SchemaTree;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.gatehouse.identity.Viewer;
import io.gatehouse.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestQuery;

/** The reference of one version: an index, a page for each operation, and one for each named schema. */
@Path("/apis/{api}/{version}")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class ReferencePages {
    private static final int SCHEMA_ROWS = 1_200;

    private final Catalog catalog;
    private final Viewer viewer;

    ReferencePages(Catalog catalog, Viewer viewer) {
        this.catalog = catalog;
        this.viewer = viewer;
    }

    @CheckedTemplate(basePath = "catalog", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance reference(ApiPage page, ReferenceRail rail, ReferenceIndex index);

        static native TemplateInstance operation(
                ApiPage page, ReferenceRail rail, OperationView view, SampleTabs samples);

        static native TemplateInstance schema(ApiPage page, ReferenceRail rail, String name, SchemaRow schema);
    }

    @GET
    @Path("/reference")
    @PermitAll
    public Response reference(String api, String version, @RestQuery String q, @RestQuery String tag) {
        ApiPage page = page(api, version);
        if (page.version().lifecycle == Lifecycle.RETIRED) {
            return CatalogPages.gone(page);
        }
        Contents contents = Contents.of(catalog.spec(page.version()));
        ReferenceIndex index = ReferenceIndex.of(contents, q, tag);
        return Response.ok(Templates.reference(page, ReferenceRail.of(page, contents, null, index.tag()), index))
                .build();
    }

    @GET
    @Path("/reference/{operation}")
    @PermitAll
    public Response operation(
            String api,
            String version,
            String operation,
            @RestQuery String lang,
            @RestCookie("gh_lang") String chosen) {
        ApiPage page = page(api, version);
        if (page.version().lifecycle == Lifecycle.RETIRED) {
            return CatalogPages.gone(page);
        }
        Spec spec = catalog.spec(page.version());
        Operation found = spec.operation(operation).orElseThrow(NotFound::new);
        OperationView view = OperationReader.read(spec, found, page.gate());
        return Response.ok(Templates.operation(
                        page,
                        ReferenceRail.of(page, Contents.of(spec), found, ""),
                        view,
                        SampleTabs.of(view.call(), lang == null ? chosen : lang)))
                .build();
    }

    @GET
    @Path("/schemas/{name}")
    @PermitAll
    public Response schema(String api, String version, String name) {
        ApiPage page = page(api, version);
        if (page.version().lifecycle == Lifecycle.RETIRED) {
            return CatalogPages.gone(page);
        }
        Spec spec = catalog.spec(page.version());
        Node schema = spec.dialect() == Spec.Dialect.SWAGGER_2_0
                ? spec.root().at("definitions").at(name)
                : spec.root().at("components").at("schemas").at(name);
        if (!schema.isPresent()) {
            throw new NotFound();
        }
        SchemaRow tree =
                SchemaTree.of(schema, new Refs(spec.root()), Direction.BOTH, new SchemaTree.Allowance(SCHEMA_ROWS));
        return Response.ok(Templates.schema(page, ReferenceRail.of(page, Contents.of(spec), null, ""), name, tree))
                .build();
    }

    private ApiPage page(String api, String version) {
        return catalog.page(api, version, "reference", Audience.of(viewer));
    }
}
