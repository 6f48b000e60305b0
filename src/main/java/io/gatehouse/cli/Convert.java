package io.gatehouse.cli;

import io.gatehouse.gateway.document.Conversion;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.UnreadableDocument;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file for Kong made one that Gatehouse loads, or everything told that stands in the way. */
@Command(
        name = "convert",
        description = "Writes a file for Kong (or decK) as one that Gatehouse loads, or says what stands in the way.")
final class Convert implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--drop-unknown", description = "Leave out what Gatehouse cannot serve, and tell each place.")
    private boolean isDropping;

    @Parameters(paramLabel = "FILE", description = "YAML or JSON; - for standard input.")
    private String file;

    Convert(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Texts.Text text = Texts.of(List.of(file), around).get(0);
        try {
            return convert(Conversion.of(text.content()));
        } catch (UnreadableDocument unreadable) {
            throw new Failed(text.name() + " is neither JSON nor YAML that can be read: " + unreadable.getMessage());
        }
    }

    private int convert(Conversion conversion) {
        List<DocumentProblem> found = problems(conversion);
        List<Conversion.Dropped> dropped = isDropping ? conversion.drop(found) : List.of();
        // What refers to something that is gone is found only now.
        while (!dropped.isEmpty()) {
            dropped.forEach(one -> around.problems().println(Guarding.told(one)));
            found = problems(conversion);
            dropped = conversion.drop(found);
        }
        for (DocumentProblem problem : found) {
            String place = conversion.placeBefore(problem.path());
            around.problems()
                    .println((place.isEmpty() ? "" : place + ": ")
                            + problem.problem().message());
        }
        if (!found.isEmpty())
            throw new Failed("Nothing is written: " + found.size() + (found.size() == 1 ? " problem" : " problems"));
        around.out().print(conversion.yaml());
        return Exit.DONE;
    }

    private List<DocumentProblem> problems(Conversion conversion) {
        return new Check(around.plugins().get()).of(conversion.document()).problems();
    }
}
