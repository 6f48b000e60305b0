package io.gatehouse.folder;

import io.gatehouse.application.Plan;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.ApiVersion.SourceFormat;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.folder.PortalState.ApiState;
import io.gatehouse.folder.PortalState.GatewayState;
import io.gatehouse.folder.PortalState.LookState;
import io.gatehouse.folder.PortalState.PlanState;
import io.gatehouse.folder.PortalState.RouteState;
import io.gatehouse.folder.PortalState.VersionState;
import io.gatehouse.folder.PortalState.Window;
import io.gatehouse.theme.Logo;
import io.gatehouse.theme.Tokens;
import io.gatehouse.web.Refused;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the files of a folder as a portal, and finds everything in them that cannot be one. */
final class FolderReader {
    private static final int LARGEST_SORT = 1_000_000;

    private final SortedMap<String, byte[]> files;
    private final Findings findings;
    private final SortedMap<String, PlanState> plans = new TreeMap<>();
    private final SortedMap<String, ApiState> apis = new TreeMap<>();

    private FolderReader(SortedMap<String, byte[]> files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /** Worth something only if nothing was found. */
    static PortalState read(SortedMap<String, byte[]> files, Findings findings) {
        return new FolderReader(files, findings).portal();
    }

    private PortalState portal() {
        for (String file : files.keySet()) {
            boolean isAside = file.equals(FolderLayout.GIT_ATTRIBUTES) || file.equals("README.md");
            if (!isAside && !FolderLayout.holds(file))
                findings.add(file, null, "A portal's folder has no such file. Correct its name, or take it out.");
        }
        String name = name();
        for (String file : files.keySet()) {
            FolderLayout.planOf(file).ifPresent(slug -> plan(slug, file));
            FolderLayout.apiOf(file).ifPresent(slug -> api(slug, file));
        }
        for (String file : files.keySet()) FolderLayout.versionOf(file).ifPresent(this::version);
        apis.forEach((slug, api) -> {
            if (api != null && api.versions().isEmpty())
                findings.add(FolderLayout.api(slug), null, "This API has no version; put one beside it.");
        });
        return new PortalState(plans, apis, look(name));
    }

    private YamlFields fields(String file) {
        byte[] content = files.get(file);
        if (content != null) return YamlFields.of(file, content, findings);
        findings.add(file, null, "This file is missing.");
        return null;
    }

    private String name() {
        YamlFields fields = fields(FolderLayout.PORTAL);
        if (fields == null) return "";
        Long format = fields.number("format");
        if (format == null || format != FolderLayout.FORMAT)
            findings.add(
                    FolderLayout.PORTAL,
                    "format",
                    "This Gatehouse reads folders of format " + FolderLayout.FORMAT
                            + ", and this one does not say so.");
        String name = fields.needed("name");
        fields.nothingElse();
        return name;
    }

    private void plan(String slug, String file) {
        YamlFields fields = fields(file);
        if (fields == null) return;
        String title = fields.needed("title");
        String description = fields.text("description");
        Long limit = fields.number("limit");
        Window window = fields.word("window", Window.values());
        Plan.Approval approval = fields.word("approval", Plan.Approval.values());
        String price = fields.text("price");
        Long position = fields.number("position");
        fields.nothingElse();
        if (limit == null) findings.add(file, "limit", "Say how many calls are allowed.");
        if (position != null && Math.abs(position) > LARGEST_SORT)
            findings.add(file, "position", "Use a smaller number.");
        if (limit == null || window == null || approval == null) return;
        int sortOrder = position == null ? 0 : (int) Math.max(-LARGEST_SORT, Math.min(LARGEST_SORT, position));
        plans.put(slug, new PlanState(title, description, limit, window.seconds(), approval, price, sortOrder));
    }

    private void api(String slug, String file) {
        YamlFields fields = fields(file);
        if (fields == null) return;
        String name = fields.needed("name");
        String summary = fields.text("summary");
        Api.Visibility visibility = fields.word("visibility", Api.Visibility.values());
        List<String> tags = fields.texts("tags");
        fields.nothingElse();
        tags.stream()
                .filter(tag -> tag.contains(","))
                .findFirst()
                .ifPresent(tag -> findings.add(file, "tags", "A tag has no comma in it: “" + tag + "”."));
        apis.put(slug, new ApiState(name, summary, visibility, tags, new TreeMap<>()));
    }

    private void version(FolderLayout.Version place) {
        ApiState api = apis.get(place.api());
        if (api == null) {
            if (!files.containsKey(FolderLayout.api(place.api())))
                findings.add(FolderLayout.api(place.api()), null, "This file is missing, and versions are beside it.");
            return;
        }
        if (api.versions().containsKey(place.label())) return;
        api.versions().put(place.label(), null);
        YamlFields fields = fields(place.file());
        if (fields == null) return;
        Lifecycle lifecycle = fields.word("lifecycle", Lifecycle.values());
        LocalDate sunset = sunset(place.file(), lifecycle, fields.text("sunset"));
        String group = fields.needed("runtime_group");
        List<String> offered = fields.texts("plans");
        YamlFields gateway = fields.part("gateway");
        GatewayState serving = gateway == null ? null : gateway(place.file(), gateway);
        fields.nothingElse();
        for (String plan : offered)
            if (!files.containsKey(FolderLayout.plan(plan)))
                findings.add(place.file(), "plans", "There is no plan “" + plan + "” in plans/.");
        SourceFormat format = format(place);
        if (format == null) return;
        byte[] source = files.get(place.spec(format));
        List<String> sorted = offered.stream().distinct().sorted().toList();
        api.versions()
                .put(
                        place.label(),
                        new VersionState(
                                lifecycle,
                                sunset,
                                group,
                                sorted,
                                serving,
                                format,
                                SpecParser.hash(source),
                                source,
                                docs(place.docs())));
    }

    private LocalDate sunset(String file, Lifecycle lifecycle, String text) {
        if (text.isEmpty()) return null;
        if (lifecycle == Lifecycle.DRAFT || lifecycle == Lifecycle.PUBLISHED)
            findings.add(file, "sunset", "Only a deprecated version, or a retired one, has such a day.");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDay) {
            findings.add(file, "sunset", "Give the day as “2026-12-31”.");
            return null;
        }
    }

    private static GatewayState gateway(String file, YamlFields fields) {
        String service = fields.needed("service");
        String upstream = fields.needed("upstream");
        List<RouteState> routes = new ArrayList<>();
        for (YamlFields route : fields.parts("routes")) {
            routes.add(new RouteState(route.needed("path"), route.texts("methods")));
            route.nothingElse();
        }
        fields.nothingElse();
        return new GatewayState(service, upstream, routes);
    }

    private SourceFormat format(FolderLayout.Version place) {
        List<SourceFormat> found = new ArrayList<>();
        for (SourceFormat format : SourceFormat.values()) if (files.containsKey(place.spec(format))) found.add(format);
        if (found.size() == 1) return found.get(0);
        findings.add(
                place.spec(SourceFormat.YAML),
                null,
                found.isEmpty()
                        ? "The spec is missing: put spec.yaml or spec.json beside version.yaml."
                        : "There is a spec.json too; a version has one spec.");
        return null;
    }

    private String docs(String file) {
        byte[] content = files.get(file);
        if (content == null) return "";
        try {
            return PortalState.clean(YamlTree.text(content));
        } catch (YamlTree.Unreadable notText) {
            findings.add(file, null, notText.getMessage());
            return "";
        }
    }

    private LookState look(String name) {
        YamlFields fields = fields(FolderLayout.THEME);
        if (fields == null) return new LookState(name, "", "", Map.of(), null);
        String preset = fields.needed("preset");
        String reason = fields.text("reason");
        Map<String, String> tokens = new TreeMap<>();
        fields.textsByName("tokens").forEach((token, value) -> {
            try {
                tokens.put(token, Tokens.clean(token, value));
            } catch (Refused refused) {
                findings.add(FolderLayout.THEME, "tokens." + token, refused.getMessage());
            }
        });
        fields.nothingElse();
        return new LookState(name, preset, reason, tokens, logo());
    }

    private Logo logo() {
        boolean isPng = files.containsKey(FolderLayout.LOGO_PNG);
        String file = isPng ? FolderLayout.LOGO_PNG : FolderLayout.LOGO_JPEG;
        if (isPng && files.containsKey(FolderLayout.LOGO_JPEG))
            findings.add(FolderLayout.LOGO_JPEG, null, "There is a logo.png too; a portal has one logo.");
        if (!files.containsKey(file)) return null;
        try {
            Logo logo = Logo.read("logo", files.get(file));
            if (logo.type().equals("image/png") != isPng)
                findings.add(file, null, "This picture is " + logo.type() + ". Call it as it is.");
            return logo;
        } catch (Refused refused) {
            findings.add(file, null, refused.getMessage());
            return null;
        }
    }
}
