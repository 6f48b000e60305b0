package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.folder.FolderProblem;
import io.gatehouse.folder.ImportReport;
import io.gatehouse.folder.PortalFolders;
import io.gatehouse.folder.UnusableFolder;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.rights.Access;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** The whole portal as an archive of files: out, and in again. It is one portal, whatever runtime groups there are. */
@Singleton
class PortalApi implements AdminRoutes {
    static final String IMPORT = "/portal/import";

    private static final String TYPE = "application/zip";

    private final PortalFolders folders;
    private final Access access;

    PortalApi(PortalFolders folders, Access access) {
        this.folders = folders;
        this.access = access;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/portal/export", Map.of("GET", this::export));
        paths.at(IMPORT, Map.of("POST", this::importing));
    }

    private void export(AdminCall call) {
        refuseGroup(call);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        folders.export(archive);
        call.answerBytes(TYPE, archive.toByteArray());
    }

    private void importing(AdminCall call) {
        refuseGroup(call);
        if (!call.hasType(TYPE))
            throw new AdminProblem(415, "Unsupported Content-Type; send a portal's folder as application/zip");
        boolean isDryRun = call.isAsked("dry_run");
        try {
            ImportReport report = folders.importing(call.bytes(), call.seen(), isDryRun, call.isAsked("prune"));
            call.answer(200, shown(report, isDryRun));
        } catch (UnusableFolder unusable) {
            throw new AdminProblem(400, shown(unusable.problems()));
        }
    }

    /** It holds APIs of all runtime groups, and so is for those only whose rights are for all. */
    private void refuseGroup(AdminCall call) {
        if (call.group().isPresent() || !access.isWhole()) throw AdminProblem.notFound();
    }

    private static ObjectNode shown(List<FolderProblem> problems) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more; see problems)";
        body.put(
                "message",
                "The folder cannot be imported, and nothing was changed: "
                        + problems.get(0).told() + more);
        write(problems, body.putArray("problems"));
        return body;
    }

    private static void write(List<FolderProblem> problems, ArrayNode array) {
        for (FolderProblem problem : problems)
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("field", problem.field())
                    .put("message", problem.message());
    }

    private static ObjectNode shown(ImportReport report, boolean isDryRun) {
        ObjectNode body =
                ConfigJson.MAPPER.createObjectNode().put("dry_run", isDryRun).put("revision", report.revision());
        report.created().forEach(entry -> entry(body, "created", entry));
        report.changed().forEach(entry -> {
            ObjectNode fields = entry(body, "changed", entry).putObject("fields");
            entry.fields()
                    .forEach((field, difference) -> fields.putObject(field)
                            .put("before", difference.before())
                            .put("after", difference.after()));
        });
        report.deleted().forEach(entry -> entry(body, "deleted", entry));
        report.kept().forEach(entry -> entry(body, "kept", entry).put("why", entry.why()));
        write(report.remarks(), body.putArray("remarks"));
        for (String list : List.of("created", "changed", "deleted", "kept")) body.withArray("/" + list);
        return body;
    }

    private static ObjectNode entry(ObjectNode body, String list, ImportReport.Entry entry) {
        return body.withArray("/" + list).addObject().put("kind", entry.kind()).put("name", entry.name());
    }
}
