package io.gatehouse.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what is in a runtime group as a file that {@code sync} takes, here and elsewhere. */
@Command(name = "dump", description = "Writes the configuration of a runtime group as a file.")
final class Dump implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Surroundings around;

    /** Its names are options. */
    enum Format {
        yaml,
        json
    }

    @Option(names = "--group", paramLabel = "NAME", description = "The runtime group; default if left out.")
    private String group;

    @Option(
            names = "--select-tag",
            paramLabel = "TAG",
            split = ",",
            description = "Only what has this tag; all of them, if several are given.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--portal",
            description = "Also the portal’s applications, with their keys (as digests) and registrations.")
    private boolean withPortal;

    @Option(names = "--with-id", description = "With the ids of all entities.")
    private boolean withIds;

    @Option(names = "--skip-defaults", description = "Without what is as it would be anyway.")
    private boolean skipsDefaults;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = STANDARD_OUTPUT,
            description = "Where to; - is standard output, and the default.")
    private String output;

    @Option(names = "--format", defaultValue = "yaml", description = "yaml (the default) or json.")
    private Format format;

    @Mixin
    private Connection connection = new Connection();

    Dump(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String text = connection
                .to(group, around)
                .dump(new ControlPlane.Extent(tags, withPortal, withIds, skipsDefaults), format == Format.json);
        if (output.equals(STANDARD_OUTPUT)) around.out().print(text);
        else write(Path.of(output).toAbsolutePath(), text);
        return Exit.DONE;
    }

    /** For its owner alone, since there are keys in it; and whole, or as it was before. */
    private static void write(Path file, String text) {
        boolean hasOwners =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] closed = hasOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Path fresh = Files.createTempFile(file.getParent(), ".dump", null, closed);
            try {
                Files.writeString(fresh, text);
                move(fresh, file);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException unwritable) {
            throw new Failed("cannot write " + file + ": " + unwritable.getMessage());
        }
    }

    private static void move(Path fresh, Path file) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException elsewhere) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
