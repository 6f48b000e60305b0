package io.gatehouse.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The texts that a command is given: files, folders with files in them, and {@code -} for standard input. */
final class Texts {
    private static final String STANDARD_INPUT = "-";
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private Texts() {}

    record Text(String name, String content) {}

    static List<Text> of(List<String> names, Surroundings around) {
        List<Text> texts = new ArrayList<>();
        for (String name : names) {
            if (name.equals(STANDARD_INPUT)) texts.add(standardInput(around));
            else if (Files.isDirectory(Path.of(name))) within(Path.of(name)).forEach(file -> texts.add(read(file)));
            else texts.add(read(Path.of(name)));
        }
        return texts;
    }

    /** In the order of their names, whatever the file system says. */
    private static List<Path> within(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(lower(file)::endsWith))
                    .sorted()
                    .toList();
            if (found.isEmpty()) throw new Failed(folder + " holds no file that ends in " + String.join(", ", ENDINGS));
            return found;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
    }

    private static String lower(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private static Text read(Path file) {
        try {
            return new Text(file.toString(), text(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException missing) {
            throw new Failed("there is no file " + file);
        } catch (IOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
    }

    private static Text standardInput(Surroundings around) {
        try {
            return new Text("standard input", text("standard input", around.in().readAllBytes()));
        } catch (IOException unreadable) {
            throw new Failed("cannot read standard input: " + unreadable.getMessage());
        }
    }

    private static String text(String name, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Failed(name + " is not text in UTF-8");
        }
    }
}
