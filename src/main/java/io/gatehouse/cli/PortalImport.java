package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a folder changes in the portal, asks when something goes, and then does exactly what it has shown. */
@Command(name = "import", description = "Makes the portal what a folder says. Shows first what changes.")
final class PortalImport implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean isDryRun;

    @Option(names = "--prune", description = "Delete what the folder does not have.")
    private boolean prunes;

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without asking; needed where nobody can be asked.")
    private boolean isAgreed;

    @Mixin
    private Connection connection = new Connection();

    PortalImport(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        byte[] archive = new PortalDirectory(folder).archive();
        ControlPlane plane = connection.to(null, around);
        JsonNode answer = plane.importPortal(archive, prunes, null);
        Plan plan = Plan.of(answer);
        for (JsonNode remark : answer.path("remarks")) around.problems().println("WARNING: " + Refusal.told(remark));
        plan.lines().forEach(around.out()::println);
        if (isDryRun || plan.changesNothing()) return Exit.DONE;
        if (!plan.deleted().isEmpty()
                && !isAgreed
                && !Agreement.isGiven(plan.deleted().size(), "thing", "things", around)) return Exit.FAILED;
        plane.importPortal(archive, prunes, plan.revision());
        around.out().println("Done.");
        return Exit.DONE;
    }
}
