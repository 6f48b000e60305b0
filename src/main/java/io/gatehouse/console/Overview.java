package io.gatehouse.console;

import io.gatehouse.analytics.Counts;
import io.gatehouse.analytics.UsageHour;
import io.gatehouse.analytics.UsageReport;
import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Plan;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.identity.Developer;
import io.gatehouse.rights.Access;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;

/** What an operator wants to know first: what waits, what is unusual, what changed. */
@ApplicationScoped
@Transactional
class Overview {
    private static final int LATEST = 8;
    private static final int TOP = 5;
    private static final int DAY_HOURS = 24;

    private final Inbox inbox;
    private final Access access;
    private final AuditTrail trail;
    private final UsageReport usage;
    private final TopCallers callers;

    Overview(Inbox inbox, Access access, AuditTrail trail, UsageReport usage, TopCallers callers) {
        this.inbox = inbox;
        this.access = access;
        this.trail = trail;
        this.usage = usage;
        this.callers = callers;
    }

    /**
     * @param whole whether all numbers are shown; those of the gateway are counted over all runtime groups
     */
    record Seen(
            boolean whole,
            long people,
            long access,
            Counts today,
            Counts dayBefore,
            List<TopCallers.Caller> top,
            List<AuditTrail.Line> latest,
            Checklist checklist) {
        public boolean isNothingWaiting() {
            return people + access == 0;
        }

        /** How today compares, under each figure. */
        public String before(long count) {
            return String.format(Locale.ENGLISH, "%,d the day before", count);
        }
    }

    /** The five steps from an empty installation to the first call. */
    record Checklist(boolean plan, boolean api, boolean developer, boolean key, boolean call) {
        public boolean isDone() {
            return plan && api && developer && key && call;
        }

        public int done() {
            return (plan ? 1 : 0) + (api ? 1 : 0) + (developer ? 1 : 0) + (key ? 1 : 0) + (call ? 1 : 0);
        }
    }

    Seen now() {
        if (!access.isWhole())
            return new Seen(
                    false,
                    0,
                    inbox.access(),
                    Counts.NONE,
                    Counts.NONE,
                    List.of(),
                    trail.latest(LATEST),
                    new Checklist(true, true, true, true, true));
        List<UsageReport.Hour> hours = usage.ofAll(2 * DAY_HOURS).hours();
        return new Seen(
                true,
                inbox.people(),
                inbox.access(),
                sum(hours.subList(DAY_HOURS, 2 * DAY_HOURS)),
                sum(hours.subList(0, DAY_HOURS)),
                callers.of(DAY_HOURS, TOP),
                trail.latest(LATEST),
                checklist());
    }

    private static Counts sum(List<UsageReport.Hour> hours) {
        return hours.stream().map(UsageReport.Hour::counts).reduce(Counts.NONE, Counts::plus);
    }

    private Checklist checklist() {
        boolean key = ApiKey.count() > 0;
        return new Checklist(
                Plan.count() > 0,
                ApiVersion.count("lifecycle <> ?1", ApiVersion.Lifecycle.DRAFT) > 0,
                Developer.count() > 0,
                key,
                key && UsageHour.count() > 0);
    }
}
