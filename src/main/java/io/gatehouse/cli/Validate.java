package io.gatehouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says everything that is wrong with files, as a gateway or a control plane would that is given them. */
@Command(
        name = "validate",
        description = "Checks files as a gateway does that loads them; every problem is told with its line.")
final class Validate implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private Intent intent = new Intent();

    @Option(
            names = "--online",
            description =
                    "Also ask the control plane whether it would take them beside what it has; nothing is changed.")
    private boolean isOnline;

    Validate(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (intent.files().isEmpty()) throw new Failed("name a file or a folder");
        if (isOnline) {
            Intent.Job job = intent.job(false, around);
            new Check(around.plugins().get()).good(job.sending().file());
            job.plane().plan(job.sending());
        } else new Check(around.plugins().get()).good(StateFile.read(intent.files(), around));
        around.out().println("Valid: " + String.join(", ", intent.files()));
        return Exit.DONE;
    }
}
