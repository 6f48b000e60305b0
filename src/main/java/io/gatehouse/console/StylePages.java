package io.gatehouse.console;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.web.Bars;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Shows every part that pages are built of, in all its states, so that a change of the look can be seen at one place. */
@Path("/console/style")
@RolesAllowed("operator")
public class StylePages {
    private static final Instant SOME_DAY = Instant.parse("2026-03-12T10:04:00Z");

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance style(
                Form form,
                Form refused,
                List<ApiVersion.Lifecycle> lifecycles,
                List<String> methods,
                Instant moment,
                Paging<String> paging,
                Bars bars);
    }

    @GET
    public TemplateInstance page() {
        Form form = Form.empty()
                .with("plan", "gold")
                .with("approval", "AUTO")
                .with("agree", "true")
                .with("name", "Weather board");
        Form refused = form.with("email", "not an address")
                .refused(new Refused("email", "Type a full address, such as ada@example.com."));
        return Templates.style(
                form,
                refused,
                List.of(ApiVersion.Lifecycle.values()),
                List.of("get", "post", "put", "patch", "delete", "head"),
                SOME_DAY,
                new Paging<>(List.of(), 2, 50, 312),
                someTraffic());
    }

    private static Bars someTraffic() {
        List<Bars.Column> columns = IntStream.range(0, 24)
                .mapToObj(hour -> {
                    long calls = Math.round(400 + 300 * Math.sin(hour / 3.8) + hour % 5 * 17);
                    return new Bars.Column(String.format("%02d:00", hour), List.of(calls, calls / 9, calls / 30));
                })
                .toList();
        return new Bars("Hour (UTC)", List.of("succeeded", "refused", "failed"), columns);
    }
}
