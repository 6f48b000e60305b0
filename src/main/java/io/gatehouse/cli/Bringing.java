package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what would change, asks when something goes, and then does exactly what it has shown. */
abstract class Bringing implements Callable<Integer> {
    private final Surroundings around;
    private final boolean prunes;

    @Mixin
    private Intent intent = new Intent();

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without asking; needed where nobody can be asked.")
    private boolean isAgreed;

    @Option(names = "--json", description = "Print what was planned and whether it is done as JSON.")
    private boolean asJson;

    /** @param prunes whether what is not named goes */
    Bringing(boolean prunes, Surroundings around) {
        this.prunes = prunes;
        this.around = around;
    }

    @Override
    public Integer call() {
        Intent.Job job = intent.job(prunes, around);
        Plan plan = job.plane().plan(job.sending());
        if (!asJson) plan.lines().forEach(around.out()::println);
        if (plan.changesNothing()) return told(plan, false);
        if (!plan.deleted().isEmpty()
                && !isAgreed
                && !Agreement.isGiven(plan.deleted().size(), "entity", "entities", around)) return Exit.FAILED;
        job.plane().sync(job.sending(), plan);
        return told(plan, true);
    }

    private int told(Plan plan, boolean isDone) {
        if (asJson) {
            ObjectNode json = plan.json().put("done", isDone);
            around.out().println(json.toPrettyString());
        } else if (isDone) around.out().println("Done.");
        return Exit.DONE;
    }
}
