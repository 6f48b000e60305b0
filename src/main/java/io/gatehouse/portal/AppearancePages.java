package io.gatehouse.portal;

import io.gatehouse.theme.Look;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;

/** Light or dark, for browsers without scripts; with them the menu in the header is enough. */
@Path("/appearance")
@PermitAll
public class AppearancePages {
    private final Look look;

    AppearancePages(Look look) {
        this.look = look;
    }

    @CheckedTemplate(basePath = "home", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance appearance(Form form, String next);
    }

    @GET
    public TemplateInstance page(@RestQuery String to, @RestQuery String next) {
        String chosen = to == null ? look.mode() : to;
        return Templates.appearance(Form.empty().with("mode", chosen), Redirect.ownPath(next, "/"));
    }

    @POST
    public Response choose(@FormParam("mode") String mode, @FormParam("next") String next) {
        look.choose(mode);
        return Redirect.to(Redirect.ownPath(next, "/"));
    }
}
