package io.gatehouse.catalog.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real and nasty documents that are kept outside of the project; empty when {@code test.corpus} is not set. A folder that is named but
 * missing is an error, lest tests pass for want of work.
 */
public final class Corpus {
    private Corpus() {}

    public static boolean isPresent() {
        if (root().isBlank()) return false;
        if (!Files.isDirectory(folder("real"))) throw new AssertionError("No folder openapi/real in " + root());
        return true;
    }

    public static List<Path> files(String... folders) {
        return Stream.of(folders).flatMap(name -> list(folder(name))).toList();
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path folder(String name) {
        return Path.of(root(), "openapi", name);
    }

    private static String root() {
        return System.getProperty("test.corpus", "");
    }

    private static Stream<Path> list(Path folder) {
        if (!isPresent()) return Stream.empty();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
