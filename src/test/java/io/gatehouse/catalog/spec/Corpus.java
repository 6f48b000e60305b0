package io.gatehouse.catalog.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real and nasty documents that are kept outside of the project; empty when {@code test.corpus} names no folder. */
public final class Corpus {
    private Corpus() {}

    public static boolean isPresent() {
        return Files.isDirectory(folder("real"));
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
        return Path.of(System.getProperty("test.corpus", "/nonexistent"), "openapi", name);
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
