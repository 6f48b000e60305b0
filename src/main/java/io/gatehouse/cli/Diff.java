package io.gatehouse.cli;

import io.gatehouse.gateway.document.LoadedConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a sync would do. */
@Command(name = "diff", description = "Shows what sync would change; exit code 2 if that is anything.")
final class Diff implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private Intent intent = new Intent();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Compare with this file or folder instead of a control plane; nothing is called.")
    private String other;

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean asJson;

    Diff(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Plan plan = other == null ? ofControlPlane() : ofFiles();
        if (asJson) around.out().println(plan.json().toPrettyString());
        else plan.lines().forEach(around.out()::println);
        return plan.changesNothing() ? Exit.DONE : Exit.FOUND;
    }

    private Plan ofControlPlane() {
        Intent.Job job = intent.job(true, around);
        return job.plane().plan(job.sending());
    }

    private Plan ofFiles() {
        if (intent.files().isEmpty()) throw new Failed("name the file that is to be compared with " + other);
        return FileDiff.of(loaded(List.of(other)), loaded(intent.files()));
    }

    private LoadedConfig loaded(List<String> files) {
        return new Check(around.plugins().get())
                .good(StateFile.read(files, around))
                .config()
                .orElseThrow();
    }
}
