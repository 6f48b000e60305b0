package io.gatehouse.analytics;

import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.LimitMeters;
import io.gatehouse.identity.Viewer;
import io.gatehouse.web.Bars;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** What an application called, and how that ended: by hour, by service, and the last calls one by one. */
@Path("/apps/{id}/usage")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class UsagePages {
    private static final int DAY_HOURS = 24;

    private final Applications applications;
    private final UsageReport report;
    private final LimitMeters limits;
    private final Viewer viewer;

    UsagePages(Applications applications, UsageReport report, LimitMeters limits, Viewer viewer) {
        this.applications = applications;
        this.report = report;
        this.limits = limits;
        this.viewer = viewer;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance usage(
                Application app,
                List<LimitMeters.Meter> limits,
                UsageReport.Usage usage,
                Bars chart,
                List<UsageReport.OfService> services,
                List<Call> recent);
    }

    @GET
    public TemplateInstance show(@PathParam("id") UUID id) {
        Application app = applications.owned(viewer.developerId(), id);
        UsageReport.Usage usage = report.ofApplication(id, DAY_HOURS);
        return Templates.usage(
                app,
                limits.of(id),
                usage,
                UsageChart.byHour(usage),
                report.servicesOf(id, DAY_HOURS),
                report.recentCallsOfApplication(id));
    }
}
