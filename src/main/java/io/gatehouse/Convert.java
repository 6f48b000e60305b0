package io.gatehouse;

import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.Conversion;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.UnreadableDocument;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import io.gatehouse.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The command {@code convert}: a file for Kong made one that Gatehouse loads, or everything told that stands in the way. */
public final class Convert {
    static final String COMMAND = "convert";
    private static final String DROP_UNKNOWN = "--drop-unknown";
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int UNUSABLE = 2;

    private final Plugins plugins;
    private final PrintStream out;
    private final PrintStream problems;

    public Convert(Plugins plugins, PrintStream out, PrintStream problems) {
        this.plugins = plugins;
        this.out = out;
        this.problems = problems;
    }

    /** Ends the process. */
    static void run(Settings settings, List<String> arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream problems = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = new Convert(LocalNode.plugins(settings), out, problems).run(arguments);
        // Also flushes: half a configuration must not pass for a whole one.
        if (out.checkError()) {
            problems.println("gatehouse: the output could not be written, or not all of it");
            code = UNUSABLE;
        }
        System.exit(code);
    }

    /** @return the exit code */
    public int run(List<String> arguments) {
        boolean isDropping = arguments.contains(DROP_UNKNOWN);
        List<String> files = arguments.stream()
                .filter(argument -> !argument.equals(DROP_UNKNOWN))
                .toList();
        if (files.size() != 1 || files.get(0).startsWith("-")) {
            problems.println("usage: ./gatehouse convert [" + DROP_UNKNOWN + "] FILE");
            return UNUSABLE;
        }
        try {
            return convert(Conversion.of(Files.readString(Path.of(files.get(0)))), isDropping);
        } catch (UnreadableDocument unreadable) {
            problems.println(files.get(0) + " is neither JSON nor YAML that can be read: " + unreadable.getMessage());
            return REFUSED;
        } catch (CharacterCodingException notText) {
            problems.println(files.get(0) + " is not text in UTF-8");
            return REFUSED;
        } catch (IOException unreadable) {
            problems.println("gatehouse: cannot read " + unreadable.getMessage());
            return UNUSABLE;
        }
    }

    private int convert(Conversion conversion, boolean isDropping) {
        List<DocumentProblem> found = problems(conversion);
        List<Conversion.Dropped> dropped = isDropping ? conversion.drop(found) : List.of();
        // What refers to something that is gone is found only now.
        while (!dropped.isEmpty()) {
            dropped.forEach(one -> problems.println(Guarding.told(one)));
            found = problems(conversion);
            dropped = conversion.drop(found);
        }
        for (DocumentProblem problem : found) {
            String place = conversion.placeBefore(problem.path());
            problems.println(
                    (place.isEmpty() ? "" : place + ": ") + problem.problem().message());
        }
        if (!found.isEmpty()) {
            problems.println("Nothing is written: " + found.size() + (found.size() == 1 ? " problem" : " problems"));
            return REFUSED;
        }
        out.print(conversion.yaml());
        return DONE;
    }

    /** As a gateway looks at it; what it keeps keys under makes no difference to that. */
    private List<DocumentProblem> problems(Conversion conversion) {
        KeyDigest digest = new KeyDigest(new byte[32]);
        InstantSource clock = InstantSource.system();
        DocumentReading reading = new ConfigDocument(plugins, digest)
                .read(conversion.document(), Instant.now().getEpochSecond());
        if (reading.config().isEmpty()) return reading.problems();
        SnapshotCompiler compiler = new SnapshotCompiler(
                plugins, new LocalIdentityIndex(digest, clock), new LocalRateLimiter(clock), clock);
        return reading.placed(
                compiler.compile(reading.config().get().topology()).problems());
    }
}
