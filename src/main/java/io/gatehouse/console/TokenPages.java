package io.gatehouse.console;

import io.gatehouse.identity.AdminToken;
import io.gatehouse.identity.AdminTokens;
import io.gatehouse.identity.Viewer;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Checks;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The tokens that programs use the Admin API with: each named, shown once, limited and revocable. */
@Path("/console/tokens")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class TokenPages {
    private static final String HERE = "/console/tokens";
    private static final String FOR_EVER = "never";
    private static final Map<String, Duration> LIFETIMES =
            Map.of("30", Duration.ofDays(30), "90", Duration.ofDays(90), "365", Duration.ofDays(365));

    private final AdminTokens tokens;
    private final RightsForm rights;
    private final Viewer viewer;
    private final Flash flash;
    private final Settings settings;

    TokenPages(AdminTokens tokens, RightsForm rights, Viewer viewer, Flash flash, Settings settings) {
        this.settings = settings;
        this.tokens = tokens;
        this.rights = rights;
        this.viewer = viewer;
        this.flash = flash;
    }

    public record Row(AdminToken token, String groups) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance tokens(List<Row> tokens, List<Named> groups, Form form);

        static native TemplateInstance token(AdminToken token, String secret, String groups, String sample);
    }

    @GET
    public TemplateInstance list() {
        return page(Form.empty().with("access", "read").with("reach", "all").with("lifetime", "90"));
    }

    @POST
    public Response mint(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        Checks checks = new Checks();
        checks.that(() -> {
            if (!form.value("access").matches("read|write")) throw new Refused("access", "Choose what it may do.");
        });
        checks.that(() -> {
            if (!LIFETIMES.containsKey(form.value("lifetime")) && !form.has("lifetime", FOR_EVER))
                throw new Refused("lifetime", "Choose how long it is good for.");
        });
        Set<UUID> reach = checks.value(() -> rights.reach(form));
        try {
            checks.orRefuse();
            AdminTokens.Minted minted = tokens.mint(
                    form.value("name"),
                    form.has("access", "read"),
                    new Rights(Role.AUDITOR, reach),
                    LIFETIMES.get(form.value("lifetime")),
                    viewer.operator().orElseThrow().name());
            String groups = rights.words().apply(minted.token().rights).groups();
            return Answer.once(Templates.token(minted.token(), minted.secret(), groups, sample(groups)));
        } catch (Refused refused) {
            return Answer.refused(page(form.refused(refused)));
        }
    }

    @POST
    @Path("{id}/revoke")
    public Response revoke(UUID id) {
        flash.success("The token “" + tokens.revoke(id).name + "” is revoked. It opens nothing any more.");
        return Redirect.to(HERE);
    }

    /** A call that this token opens. */
    private String sample(String groups) {
        String first = groups.equals("all") ? "" : "/" + groups.split(",")[0];
        return "curl -H \"Kong-Admin-Token: $TOKEN\" http://localhost:"
                + settings.admin().port() + first + "/services";
    }

    private TemplateInstance page(Form form) {
        Function<Rights, RightsForm.Words> words = rights.words();
        return Templates.tokens(
                tokens.all().stream()
                        .map(token -> new Row(token, words.apply(token.rights).groups()))
                        .toList(),
                rights.groups(),
                form);
    }
}
