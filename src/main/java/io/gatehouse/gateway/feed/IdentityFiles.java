package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the identities that a node keeps. Snapshot <i>n</i> is what was there when journal <i>n</i> began; journal <i>n</i> goes
 * on in journal <i>n</i> + 1. So a snapshot that is damaged is made up for by the one before it and all journals from there on.
 */
final class IdentityFiles {
    private static final Pattern NAME = Pattern.compile("identities-(\\d{10})\\.(snapshot|journal)(\\.new)?");

    private final Path folder;

    IdentityFiles(Path folder) {
        this.folder = folder;
    }

    Path snapshot(long number) {
        return folder.resolve(String.format("identities-%010d.snapshot", number));
    }

    Path journal(long number) {
        return folder.resolve(String.format("identities-%010d.journal", number));
    }

    /** Numbers of snapshots, the newest first. */
    List<Long> snapshots() throws IOException {
        return all().stream()
                .filter(file -> file.toString().endsWith(".snapshot"))
                .map(IdentityFiles::number)
                .sorted((one, other) -> Long.compare(other, one))
                .toList();
    }

    long highest() throws IOException {
        return all().stream().mapToLong(IdentityFiles::number).max().orElse(0);
    }

    /** What no chain from this snapshot on needs. */
    void deleteBefore(long number) throws IOException {
        for (Path file : all()) if (number(file) < number) Files.deleteIfExists(file);
    }

    /** What does not belong to a chain that ends with this journal. */
    void deleteBeyond(long snapshot, long journal) throws IOException {
        for (Path file : all()) {
            boolean isSnapshot = file.toString().endsWith(".snapshot");
            if (number(file) > (isSnapshot ? snapshot : journal)) Files.deleteIfExists(file);
        }
    }

    /** What a crash has left half made. */
    void deleteUnfinished() throws IOException {
        for (Path file : all()) if (file.toString().endsWith(".new")) Files.deleteIfExists(file);
    }

    void deleteAll() throws IOException {
        for (Path file : all()) Files.deleteIfExists(file);
    }

    private List<Path> all() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
    }

    private static long number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }
}
