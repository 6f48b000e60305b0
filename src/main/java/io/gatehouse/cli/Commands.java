package io.gatehouse.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./gatehouse} does beside starting something: work on files, and on control planes that run. */
@Command(
        name = "./gatehouse",
        synopsisSubcommandLabel = "COMMAND",
        description = "Works on files of configuration, and on a control plane that runs.",
        footer =
                "%nExit codes: 0 done, 1 failed, 2 differences (diff) or findings (lint). More in docs/command-line.md.")
public final class Commands {
    private static final Set<String> NAMES =
            Set.of("dump", "diff", "sync", "apply", "validate", "lint", "convert", "portal");

    private Commands() {}

    public static boolean has(String name) {
        return NAMES.contains(name);
    }

    /**
     * @param arguments the command first
     * @return the exit code
     */
    public static int run(Surroundings around, List<String> arguments) {
        CommandLine line = new CommandLine(new Commands());
        List.of(
                        new Dump(around),
                        new Diff(around),
                        new Sync(around),
                        new Apply(around),
                        new Validate(around),
                        new Lint(around),
                        new Convert(around))
                .forEach(line::addSubcommand);
        line.addSubcommand(PortalCommand.of(around));
        withHelp(line);
        line.setOut(new PrintWriter(around.out(), true)).setErr(new PrintWriter(around.problems(), true));
        line.setParameterExceptionHandler((wrong, given) -> {
            around.problems().println("gatehouse: " + wrong.getMessage());
            around.problems()
                    .println("./gatehouse " + wrong.getCommandLine().getCommandName() + " --help says what there is.");
            return Exit.FAILED;
        });
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (!(failure instanceof Failed failed)) throw failure;
            failed.lines().forEach(around.problems()::println);
            return Exit.FAILED;
        });
        int code = line.execute(arguments.toArray(String[]::new));
        return written(around.out(), around.problems()) ? code : Exit.FAILED;
    }

    private static void withHelp(CommandLine line) {
        line.getSubcommands().values().forEach(each -> {
            each.addMixin("help", new Help());
            withHelp(each);
        });
    }

    /** Also flushes: half a configuration must not pass for a whole one. */
    private static boolean written(PrintStream out, PrintStream problems) {
        if (!out.checkError()) return true;
        problems.println("gatehouse: the output could not be written, or not all of it");
        return false;
    }

    /** The same for every command. */
    static final class Help {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this.")
        private boolean isAsked;
    }
}
