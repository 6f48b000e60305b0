package io.gatehouse.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Style sheets and pages leave every colour to the theme. Mails cannot: their readers know no style sheets. */
class StyleSheetsTest {
    private static final Path CSS = Path.of("src/main/resources/META-INF/resources/css");
    private static final Pattern COLOR = Pattern.compile(
            "#[0-9a-fA-F]{3,8}\\b(?=[^{]*;)|\\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb|color)\\(|:[^;{]*\\b(?:white|black|red|green|blue|gray|grey|orange|yellow|navy|teal|silver)\\b");
    private static final Pattern TOKEN = Pattern.compile("var\\(--gh-([a-z0-9-]+)");

    @Test
    void no_style_sheet_names_a_colour() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path sheet : sheets()) {
            String css = Files.readString(sheet).replaceAll("(?s)/\\*.*?\\*/", "");
            for (String line : css.lines().toList())
                if (COLOR.matcher(line).find()) found.add(sheet.getFileName() + ": " + line.strip());
        }
        assertEquals(List.of(), found);
    }

    @Test
    void every_token_that_style_sheets_use_is_there() throws IOException {
        String look = new Presets(List.of(ThemeFolder.read(Path.of("themes/default"))))
                .find("default")
                .orElseThrow()
                .tokens()
                .css();
        Set<String> unknown = new TreeSet<>();
        for (Path sheet : sheets()) {
            Matcher tokens = TOKEN.matcher(Files.readString(sheet));
            while (tokens.find())
                if (!look.contains("--gh-" + tokens.group(1) + ":"))
                    unknown.add(sheet.getFileName() + ": " + tokens.group(1));
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void no_template_brings_styles_or_colours_of_its_own() throws IOException {
        Pattern own = Pattern.compile("\\sstyle=|<style|(?:fill|stroke)=\"#");
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            Set<String> found = files.filter(file -> file.toString().endsWith(".html")
                            && !file.toString().contains("/mail/"))
                    .filter(file -> own.matcher(text(file)).find())
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), found);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> sheets() throws IOException {
        try (Stream<Path> files = Files.list(CSS)) {
            return files.filter(file -> file.toString().endsWith(".css"))
                    .sorted()
                    .toList();
        }
    }
}
