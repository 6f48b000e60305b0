package io.gatehouse.folder;

import io.gatehouse.folder.PortalState.ApiState;
import io.gatehouse.folder.PortalState.GatewayState;
import io.gatehouse.folder.PortalState.LookState;
import io.gatehouse.folder.PortalState.PlanState;
import io.gatehouse.folder.PortalState.VersionState;
import io.gatehouse.theme.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a portal down as files: for people who read what has changed, hence one value a line and always in the same order. */
final class FolderWriter {
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    private FolderWriter() {}

    /** All files but the specs, which are too large to be held together. */
    static SortedMap<String, byte[]> files(PortalState portal) {
        FolderWriter writer = new FolderWriter();
        writer.put(FolderLayout.GIT_ATTRIBUTES, "* -text\n");
        writer.put(
                FolderLayout.PORTAL,
                new YamlText()
                        .value("format", FolderLayout.FORMAT)
                        .value("name", portal.look().name()));
        portal.plans().forEach(writer::plan);
        portal.apis().forEach(writer::api);
        writer.look(portal.look());
        return writer.files;
    }

    private void plan(String slug, PlanState plan) {
        put(
                FolderLayout.plan(slug),
                new YamlText()
                        .value("title", plan.title())
                        .value("description", plan.description())
                        .value("limit", plan.limit())
                        .value("window", PortalState.Window.of(plan.window()).word())
                        .value("approval", PortalState.word(plan.approval()))
                        .value("price", plan.price())
                        .value("position", plan.position()));
    }

    private void api(String slug, ApiState api) {
        put(
                FolderLayout.api(slug),
                new YamlText()
                        .value("name", api.name())
                        .value("summary", api.summary())
                        .value("visibility", PortalState.word(api.visibility()))
                        .list("tags", api.tags()));
        api.versions().forEach((label, version) -> version(new FolderLayout.Version(slug, label), version));
    }

    private void version(FolderLayout.Version place, VersionState version) {
        YamlText yaml = new YamlText().value("lifecycle", PortalState.word(version.lifecycle()));
        if (version.sunset() != null) yaml.value("sunset", version.sunset().toString());
        yaml.value("runtime_group", version.runtimeGroup());
        yaml.list("plans", version.plans());
        if (version.gateway() != null) yaml.section("gateway", () -> gateway(yaml, version.gateway()));
        put(place.file(), yaml);
        if (!version.docs().isEmpty()) put(place.docs(), version.docs() + "\n");
    }

    private static void gateway(YamlText yaml, GatewayState gateway) {
        yaml.comment("What signs the gateway in at the upstream is a secret, and stays in the installation.")
                .value("service", gateway.service())
                .value("upstream", gateway.upstream());
        if (gateway.routes().isEmpty()) {
            yaml.list("routes", List.of());
            return;
        }
        yaml.section(
                "routes",
                () -> gateway.routes()
                        .forEach(route ->
                                yaml.item(() -> yaml.value("path", route.path()).list("methods", route.methods()))));
    }

    private void look(LookState look) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : Tokens.allNames())
            if (look.tokens().containsKey(name)) tokens.put(name, look.tokens().get(name));
        put(
                FolderLayout.THEME,
                new YamlText()
                        .value("preset", look.preset())
                        .value("reason", look.reason())
                        .map("tokens", tokens));
        if (look.logo() == null) return;
        boolean isPng = look.logo().type().equals("image/png");
        files.put(
                isPng ? FolderLayout.LOGO_PNG : FolderLayout.LOGO_JPEG,
                look.logo().bytes());
    }

    private void put(String file, Object text) {
        files.put(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
