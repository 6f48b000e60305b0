package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.sync.DumpOptions;
import io.gatehouse.controlplane.sync.Dumps;
import io.gatehouse.controlplane.sync.OtherRevision;
import io.gatehouse.controlplane.sync.RefusedDocument;
import io.gatehouse.controlplane.sync.SyncOutcome;
import io.gatehouse.controlplane.sync.SyncRequest;
import io.gatehouse.controlplane.sync.Syncs;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.rights.Access;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A runtime group as a file: written out whole, and made what a file says in one step. Kong has nothing like it; decK works call by call. */
@Singleton
class SyncApi implements AdminRoutes {
    static final String PATH = "/sync";

    private static final String DEFAULT = "default";
    private static final String SELECT_TAG = "select_tag";

    private final RuntimeGroups groups;
    private final Dumps dumps;
    private final Syncs syncs;
    private final Access access;

    SyncApi(RuntimeGroups groups, Dumps dumps, Syncs syncs, Access access) {
        this.access = access;
        this.groups = groups;
        this.dumps = dumps;
        this.syncs = syncs;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/dump", Map.of("GET", this::dump));
        paths.at(PATH, Map.of("POST", this::sync));
    }

    private void dump(AdminCall call) {
        DumpOptions options = new DumpOptions(
                call.arguments(SELECT_TAG),
                isSet(call, "portal", false),
                isSet(call, "with_id", false),
                isSet(call, "skip_defaults", false));
        // Applications are of all runtime groups.
        if (options.withPortal() && !access.isWhole())
            throw new AdminProblem(403, "portal=true is for those only whose rights are for all runtime groups");
        Dumps.Format format = call.accepts("application/json") ? Dumps.Format.JSON : Dumps.Format.YAML;
        Dumps.Dump dump = dumps.dump(group(call).id, options, format);
        String type = format == Dumps.Format.JSON ? "application/json" : "application/yaml";
        call.answerBytes(type + "; charset=utf-8", dump.revision(), dump.content());
    }

    private void sync(AdminCall call) {
        SyncRequest request = new SyncRequest(
                call.text(),
                isSet(call, "dry_run", false),
                isSet(call, "prune", true),
                call.arguments(SELECT_TAG),
                call.ifMatch().map(OptionalLong::of).orElseGet(OptionalLong::empty));
        if (request.text().isBlank())
            throw new AdminProblem(
                    400, "expected a declarative configuration: send it as application/yaml or application/json");
        try {
            SyncOutcome outcome = syncs.sync(group(call), request);
            call.answerWithVersion(200, outcome.revision(), shown(outcome));
        } catch (RefusedDocument refused) {
            throw problem(refused.problems());
        } catch (OtherRevision other) {
            throw new AdminProblem(412, other.getMessage());
        }
    }

    /** For what it cannot be there is an answer later. */
    static boolean isDryRun(AdminCall call) {
        return call.argument("dry_run").filter("true"::equals).isPresent();
    }

    private RuntimeGroup group(AdminCall call) {
        return groups.find(call.group().orElse(DEFAULT)).orElseThrow(AdminProblem::notFound);
    }

    private static boolean isSet(AdminCall call, String name, boolean usual) {
        return switch (call.argument(name).orElse("")) {
            case "true" -> true;
            case "false" -> false;
            case "" -> usual;
            default -> throw new AdminProblem(400, name + " must be true or false");
        };
    }

    private static ObjectNode shown(SyncOutcome outcome) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put("dry_run", outcome.isDryRun()).put("revision", outcome.revision());
        put(body.putArray("created"), outcome.created());
        put(body.putArray("changed"), outcome.changed());
        put(body.putArray("deleted"), outcome.deleted());
        put(body.putArray("kept"), outcome.kept());
        return body;
    }

    private static void put(ArrayNode list, List<SyncOutcome.Entry> entries) {
        for (SyncOutcome.Entry entry : entries) {
            ObjectNode shown = list.addObject();
            shown.put("kind", entry.kind().wireName())
                    .put("name", entry.name())
                    .put("id", entry.id().toString());
            if (entry.of() != null) shown.put("of", entry.of());
            if (entry.why() != null) shown.put("why", entry.why());
            if (entry.fields().isEmpty()) continue;
            ObjectNode fields = shown.putObject("fields");
            entry.fields().forEach((path, change) -> {
                ObjectNode both = fields.putObject(path);
                both.set("before", change.before());
                both.set("after", change.after());
            });
        }
    }

    private static AdminProblem problem(List<DocumentProblem> problems) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        DocumentProblem first = problems.get(0);
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        String at = first.path().isEmpty() ? "" : first.path() + ": ";
        body.put(
                        "message",
                        "the configuration is refused, and nothing has changed: " + at
                                + first.problem().message() + more)
                .put("name", "invalid declarative configuration")
                .put("code", 14);
        ArrayNode list = body.putArray("problems");
        for (DocumentProblem problem : problems)
            list.addObject()
                    .put("path", problem.path())
                    .put("kind", problem.problem().kind())
                    .put("name", problem.problem().name())
                    .put("field", problem.problem().field())
                    .put("message", problem.problem().message());
        return new AdminProblem(400, body);
    }
}
