package io.gatehouse.console;

import io.gatehouse.identity.Viewer;
import io.gatehouse.theme.Design;
import io.gatehouse.theme.Drafts;
import io.gatehouse.theme.Dress;
import io.gatehouse.theme.PreviewLinks;
import io.gatehouse.theme.Themes;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * The theme editor: an operator changes a draft, sees the real portal wear it, and publishes. Every step is a form; scripts only
 * save the draft while one types.
 */
@Path("/console/theme")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class ThemePages {
    private final Drafts drafts;
    private final Themes themes;
    private final ThemeForm editor;
    private final ThemeViews views;
    private final PreviewLinks links;
    private final Viewer viewer;
    private final Flash flash;

    ThemePages(
            Drafts drafts,
            Themes themes,
            ThemeForm editor,
            ThemeViews views,
            PreviewLinks links,
            Viewer viewer,
            Flash flash) {
        this.drafts = drafts;
        this.themes = themes;
        this.editor = editor;
        this.views = views;
        this.links = links;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance theme(
                ThemeForm.Sheet sheet, Form form, ThemeViews.Shown shown, List<ThemeViews.View> views);
    }

    @GET
    public TemplateInstance edit(@RestQuery String view, @RestQuery String mode, @RestQuery String width) {
        Dress draft = drafts.of(viewer.operatorId());
        return page(draft, editor.form(draft), views.shown(view, mode, width, token()));
    }

    /** Keeps what was typed in the draft and shows it in the frame. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response save(MultipartFormDataInput input) {
        Form form = editor.sent(input);
        Dress before = drafts.of(viewer.operatorId());
        ThemeForm.Read read = editor.read(form, before, input);
        if (read.form().isRefused()) return again(before, read.form());
        drafts.save(viewer.operatorId(), read.design(), read.portalName());
        return Redirect.to(back(form));
    }

    @POST
    @Path("publish")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response publish(MultipartFormDataInput input) {
        Form form = editor.sent(input);
        Dress before = drafts.of(viewer.operatorId());
        ThemeForm.Read read = editor.read(form, before, input);
        if (read.form().isRefused()) return again(before, read.form());
        Design design = read.design();
        drafts.save(viewer.operatorId(), design, read.portalName());
        try {
            int revision = themes.publish(design, read.portalName(), form.value("note"), form.value("reason"));
            drafts.discard(viewer.operatorId());
            flash.success("Version " + revision + " is published. Everybody sees it from now on.");
            return Redirect.to(back(form));
        } catch (Refused refused) {
            return again(drafts.of(viewer.operatorId()), form.refused(refused));
        }
    }

    /** The same as saving, for the script that saves while one types: says where the new style sheet is, and what reads badly. */
    @POST
    @Path("draft")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> keep(MultivaluedMap<String, String> typed) {
        Dress before = drafts.of(viewer.operatorId());
        ThemeForm.Read read = editor.read(Form.of(typed), before, null);
        Dress now = before;
        if (!read.form().isRefused()) {
            drafts.save(viewer.operatorId(), read.design(), read.portalName());
            now = drafts.of(viewer.operatorId());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("look", links.stylesheet(token(), now));
        answer.put("checks", ThemeForm.checks(now.tokens()));
        answer.put("errors", read.form().errors());
        answer.put("shortfalls", Themes.shortfalls(now.tokens()));
        return answer;
    }

    @POST
    @Path("preset")
    public Response startFrom(@FormParam("preset") String preset) {
        drafts.startFrom(viewer.operatorId(), preset);
        flash.success("The draft starts from this theme. Nothing is published yet.");
        return Redirect.to("/console/theme");
    }

    @POST
    @Path("discard")
    public Response discard() {
        drafts.discard(viewer.operatorId());
        flash.success("The draft is gone. This is what is published.");
        return Redirect.to("/console/theme");
    }

    private Response again(Dress draft, Form form) {
        return Answer.refused(
                page(draft, form, views.shown(form.value("view"), form.value("mode"), form.value("width"), token())));
    }

    private TemplateInstance page(Dress draft, Form form, ThemeViews.Shown shown) {
        return Templates.theme(editor.sheet(draft, form), form, shown, views.all());
    }

    private String token() {
        return links.token(viewer.operatorId());
    }

    private static String back(Form form) {
        return "/console/theme" + ThemeViews.query(form.value("view"), form.value("mode"), form.value("width"));
    }
}
