package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
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
        if (!plan.deleted().isEmpty() && !isAgreed && !isAgreedNow(plan)) return Exit.FAILED;
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

    private boolean isAgreedNow(Plan plan) {
        int count = plan.deleted().size();
        String what = count == 1 ? "1 entity" : count + " entities";
        if (!around.isTerminal())
            throw new Failed("Nothing is changed: " + what
                    + " would be deleted, and nobody is here to be asked. --yes agrees to it.");
        around.out().flush();
        around.problems().print("Delete " + what + "? [y/N] ");
        around.problems().flush();
        boolean isYes = answer().strip().toLowerCase(Locale.ROOT).matches("y|yes");
        if (!isYes) around.problems().println("Nothing is changed.");
        return isYes;
    }

    private String answer() {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = around.in().read();
                    next >= 0 && next != '\n';
                    next = around.in().read()) line.append((char) next);
        } catch (IOException closed) {
            return "";
        }
        return line.toString();
    }
}
