package io.gatehouse.console;

import io.gatehouse.theme.ThemeVersion;
import io.gatehouse.theme.Themes;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/** The looks that the portal had, each one step away from being the present one again. */
@Path("/console/theme/history")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class ThemeHistoryPages {
    private final Themes themes;
    private final Flash flash;

    ThemeHistoryPages(Themes themes, Flash flash) {
        this.themes = themes;
        this.flash = flash;
    }

    /**
     * One version as its row shows it.
     *
     * @param changes what is not as the theme comes; a name of the portal's own is one of them
     */
    public record Row(
            int revision,
            String preset,
            int changes,
            boolean hasLogo,
            String portalName,
            String note,
            Instant at,
            String by,
            boolean current) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance themeHistory(List<Row> versions);
    }

    @GET
    public TemplateInstance list() {
        int current = themes.published().revision();
        return Templates.themeHistory(
                themes.versions().stream().map(version -> row(version, current)).toList());
    }

    @POST
    @Path("{revision}/restore")
    public Response restore(int revision) {
        int fresh = themes.restore(revision);
        flash.success("Version " + revision + " is in force again, as version " + fresh + ".");
        return Redirect.to("/console/theme/history");
    }

    private static Row row(ThemeVersion version, int current) {
        boolean ownName = !version.portalName.equals(ThemeVersion.FIRST_NAME);
        return new Row(
                version.revision,
                version.preset,
                Themes.changes(version.tokens).size() + (ownName ? 1 : 0),
                version.logo != null,
                version.portalName,
                version.note,
                version.createdAt,
                version.createdBy,
                version.revision == current);
    }
}
