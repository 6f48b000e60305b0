package io.gatehouse.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PresetsTest {
    private static final Presets SHIPPED = new Presets(shipped());

    @Test
    void every_pair_of_every_preset_is_easy_to_read_in_light_and_dark() {
        List<String> found = new ArrayList<>();
        for (Preset preset : SHIPPED.all())
            Themes.shortfalls(preset.tokens()).forEach(each -> found.add(preset.name() + ", " + each));
        assertEquals(List.of(), found);
    }

    @Test
    void harbour_changes_its_own_tokens_and_no_other() {
        Preset base = SHIPPED.find("default").orElseThrow();
        Preset harbour = SHIPPED.find("harbour").orElseThrow();
        ThemeFolder folder = shipped().stream()
                .filter(each -> each.name().equals("harbour"))
                .findFirst()
                .orElseThrow();
        for (String name : Tokens.allNames()) {
            String expected = folder.tokens().getOrDefault(name, base.tokens().value(name));
            assertEquals(expected, harbour.tokens().value(name), name);
        }
        assertFalse(harbour.logo().equals(base.logo()));
        assertEquals(base.favicon(), harbour.favicon());
    }

    @Test
    void a_child_with_one_token_changes_one_line_of_the_style_sheet_in_each_mode_and_what_follows_from_it() {
        Presets presets = with(folder("child", "default", Map.of("light.accent", "#7A1F4D")));
        List<String> before =
                SHIPPED.find("default").orElseThrow().tokens().css().lines().toList();
        List<String> after =
                presets.find("child").orElseThrow().tokens().css().lines().toList();
        TreeSet<String> changed = new TreeSet<>(after);
        before.forEach(changed::remove);
        assertEquals(new TreeSet<>(List.of("  --gh-accent: #7A1F4D;", "  --gh-chart-2: #7A1F4D;")), changed);
    }

    @Test
    void a_circle_of_parents_stops_the_start_with_a_sentence() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> with(folder("sun", "moon", Map.of()), folder("moon", "sun", Map.of())));
        assertTrue(e.getMessage().contains("is among its own parents: moon → sun → moon"), e.getMessage());
    }

    @Test
    void an_unknown_parent_stops_the_start_and_the_known_ones_are_named() {
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> with(folder("child", "harbor", Map.of())));
        assertEquals(
                "The theme “child” names a parent “harbor” that is not there. There are: child, default, harbour.",
                e.getMessage());
    }

    @Test
    void more_than_five_levels_are_too_many() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> with(
                        folder("a", "default", Map.of()),
                        folder("b", "a", Map.of()),
                        folder("c", "b", Map.of()),
                        folder("d", "c", Map.of()),
                        folder("e", "d", Map.of())));
        assertTrue(e.getMessage().contains("more than 5 levels"), e.getMessage());
    }

    @Test
    void a_theme_folder_with_a_bad_token_says_where(@org.junit.jupiter.api.io.TempDir Path root) throws IOException {
        Path folder = Files.createDirectory(root.resolve("broken"));
        Files.writeString(folder.resolve("theme.yaml"), "name: broken\nparent: default\n");
        Files.writeString(folder.resolve("tokens.json"), "{\"light\": {\"primary\": \"red; } body { display: none\"}}");
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> ThemeFolder.read(folder));
        assertTrue(e.getMessage().startsWith("The theme “broken” cannot be read. tokens.json, light.primary:"));
    }

    private static ThemeFolder folder(String name, String parent, Map<String, String> tokens) {
        return new ThemeFolder(name, name, parent, tokens, null, null);
    }

    private static Presets with(ThemeFolder... more) {
        List<ThemeFolder> all = new ArrayList<>(shipped());
        all.addAll(List.of(more));
        return new Presets(all);
    }

    private static List<ThemeFolder> shipped() {
        try (Stream<Path> folders = Files.list(Path.of("themes"))) {
            List<ThemeFolder> read = new ArrayList<>();
            for (Path folder : folders.filter(Files::isDirectory).toList()) read.add(ThemeFolder.read(folder));
            return read;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
