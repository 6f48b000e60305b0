package io.gatehouse.console;

import io.gatehouse.analytics.UsageChart;
import io.gatehouse.analytics.UsageReport;
import io.gatehouse.application.Accesses;
import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.web.Bars;
import io.gatehouse.web.Form;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The page of one application, which several forms come back to when they are refused. */
@ApplicationScoped
class AppDetail {
    private static final int LATEST = 10;
    private static final int DAY_HOURS = 24;

    private final Applications applications;
    private final Accesses accesses;
    private final Credentials credentials;
    private final Plans plans;
    private final UsageReport usage;
    private final AuditTrail trail;

    AppDetail(
            Applications applications,
            Accesses accesses,
            Credentials credentials,
            Plans plans,
            UsageReport usage,
            AuditTrail trail) {
        this.applications = applications;
        this.accesses = accesses;
        this.credentials = credentials;
        this.plans = plans;
        this.usage = usage;
        this.trail = trail;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance app(Seen seen, Form form);
    }

    record Seen(
            Application app,
            List<Accesses.Row> rows,
            List<Plan> plans,
            List<ApiKey> keys,
            Bars chart,
            List<AuditTrail.Line> latest) {}

    TemplateInstance page(UUID id, Form form) {
        Application app = applications.any(id);
        List<Accesses.Row> rows = accesses.of(id);
        List<ApiKey> keys = credentials.of(id);
        Map<String, List<UUID>> all = Map.of(
                "application",
                List.of(id),
                "registration",
                rows.stream().map(Accesses.Row::id).toList(),
                "key",
                keys.stream().map(key -> key.id).toList());
        return Templates.app(
                new Seen(
                        app,
                        rows,
                        plans.all(),
                        keys,
                        UsageChart.byHour(usage.ofApplication(id, DAY_HOURS)),
                        trail.of(all, LATEST)),
                form);
    }
}
