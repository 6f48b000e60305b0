package io.gatehouse.folder;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.catalog.spec.SpecProblem;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.folder.PortalState.ApiState;
import io.gatehouse.folder.PortalState.LookState;
import io.gatehouse.folder.PortalState.PlanState;
import io.gatehouse.folder.PortalState.VersionState;
import io.gatehouse.theme.Design;
import io.gatehouse.theme.Presets;
import io.gatehouse.theme.Themes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** Brings an installation to what a folder says, by the same services that the console uses, so that the same rules hold. */
@Singleton
class PortalImport {
    private static final String NOT_HERE = "It is not in the folder.";

    private final StoredPortal stored;
    private final Plans plans;
    private final Publisher publisher;
    private final VersionImport versions;
    private final Themes themes;
    private final Presets presets;

    PortalImport(
            StoredPortal stored,
            Plans plans,
            Publisher publisher,
            VersionImport versions,
            Themes themes,
            Presets presets) {
        this.stored = stored;
        this.plans = plans;
        this.publisher = publisher;
        this.versions = versions;
        this.themes = themes;
        this.presets = presets;
    }

    /** What can be found without changing anything: all of it at once. */
    void check(PortalState wanted, Findings findings) {
        Attempt attempt = new Attempt(findings);
        wanted.plans()
                .forEach((slug, plan) -> attempt.at(FolderLayout.plan(slug), null, () -> plans.check(terms(plan))));
        Map<String, ApiVersion.SourceFormat> specs = stored.specs();
        wanted.apis()
                .forEach((slug, api) -> api.versions().forEach((label, version) -> {
                    if (version != null && specs.get(version.hash()) != version.format())
                        checkSpec(new FolderLayout.Version(slug, label).spec(version.format()), version, findings);
                }));
        String preset = wanted.look().preset();
        if (!preset.isEmpty() && presets.find(preset).isEmpty())
            findings.add(
                    FolderLayout.THEME,
                    "preset",
                    "There is no theme “%s” here. Put it into the themes folder, or choose one of %s."
                            .formatted(
                                    preset,
                                    String.join(
                                            ", ",
                                            presets.all().stream()
                                                    .map(each -> each.name())
                                                    .toList())));
    }

    private void checkSpec(String file, VersionState version, Findings findings) {
        SpecResult result = publisher.check(version.source());
        if (result instanceof SpecResult.Parsed parsed) {
            String format = parsed.spec().format().name();
            if (!format.equals(version.format().name()))
                findings.add(
                        file,
                        null,
                        "This is %s; call the file spec.%s."
                                .formatted(format, format.toLowerCase(java.util.Locale.ROOT)));
            for (SpecProblem warning : parsed.warnings())
                if (warning.isSerious())
                    findings.remark(file, warning.line(), warning.pointer(), Attempt.told(warning));
            return;
        }
        for (SpecProblem problem : result.findings())
            if (problem.isError()) findings.add(file, problem.line(), problem.pointer(), Attempt.told(problem));
    }

    /** In the caller's transaction, which must be undone when something was found. */
    ImportReport apply(PortalState wanted, StoredPortal.Found here, boolean prune, Findings findings) {
        ImportReport report = new ImportReport(here.revision());
        Attempt attempt = new Attempt(findings);
        wanted.plans()
                .forEach((slug, plan) ->
                        attempt.at(FolderLayout.plan(slug), null, () -> plan(slug, plan, here, report)));
        Map<String, UUID> planIds = stored.planIds();
        wanted.apis().forEach((slug, api) -> {
            attempt.at(FolderLayout.api(slug), null, () -> api(slug, api, here, report));
            api.versions().forEach((label, version) -> {
                FolderLayout.Version place = new FolderLayout.Version(slug, label);
                attempt.at(
                        place.file(),
                        place.spec(version.format()),
                        () -> versions.bring(place, api, version, here, planIds, prune, report));
            });
            attempt.at(FolderLayout.api(slug), null, () -> blankSummary(slug, api, here));
        });
        attempt.at(
                FolderLayout.THEME, null, () -> look(wanted.look(), here.state().look(), report));
        here.state().apis().forEach((slug, api) -> {
            ApiState stays = wanted.apis().get(slug);
            api.versions().keySet().forEach(label -> {
                if (stays != null && stays.versions().containsKey(label)) return;
                FolderLayout.Version place = new FolderLayout.Version(slug, label);
                if (prune) attempt.at(place.file(), null, () -> versions.delete(place, here, report));
                else report.kept("version", place.toString(), NOT_HERE);
            });
            if (stays == null && prune) report.deleted("api", slug);
            else if (stays == null) report.kept("api", slug, NOT_HERE);
        });
        here.state().plans().keySet().forEach(slug -> {
            if (wanted.plans().containsKey(slug)) return;
            if (!prune) {
                report.kept("plan", slug, NOT_HERE);
                return;
            }
            attempt.at(FolderLayout.plan(slug), null, () -> {
                plans.delete(here.plans().get(slug));
                report.deleted("plan", slug);
            });
        });
        return report;
    }

    private void plan(String slug, PlanState plan, StoredPortal.Found here, ImportReport report) {
        PlanState before = here.state().plans().get(slug);
        if (before == null) {
            plans.create(slug, terms(plan));
            report.created("plan", slug);
        } else if (report.changed("plan", slug, before.fields(), plan.fields()))
            plans.change(here.plans().get(slug), terms(plan));
    }

    private static Plans.Terms terms(PlanState plan) {
        return new Plans.Terms(
                plan.title(),
                plan.description(),
                plan.limit(),
                plan.window(),
                plan.approval(),
                plan.price(),
                plan.position());
    }

    /** A new one begins with its first version. */
    private void api(String slug, ApiState api, StoredPortal.Found here, ImportReport report) {
        ApiState before = here.state().apis().get(slug);
        if (before == null) report.created("api", slug);
        else if (report.changed("api", slug, before.fields(), api.fields()))
            publisher.editApi(here.apis().get(slug), api.name(), api.summary(), tags(api), api.visibility());
    }

    /** A new API without a summary gets one from its spec, and the folder has none. */
    private void blankSummary(String slug, ApiState api, StoredPortal.Found here) {
        if (here.apis().containsKey(slug) || !api.summary().isEmpty()) return;
        Api made = Api.<Api>find("slug", slug).firstResult();
        if (made != null) publisher.editApi(made.id, api.name(), "", tags(api), api.visibility());
    }

    static String tags(ApiState api) {
        return String.join(", ", api.tags());
    }

    private void look(LookState wanted, LookState before, ImportReport report) {
        if (!report.changed("theme", wanted.name(), before.fields(), wanted.fields())) return;
        themes.publish(
                new Design(wanted.preset(), wanted.tokens(), wanted.logo()),
                wanted.name(),
                "Imported from a folder",
                wanted.reason());
    }
}
