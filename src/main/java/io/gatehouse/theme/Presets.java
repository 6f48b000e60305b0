package io.gatehouse.theme;

import io.gatehouse.settings.Settings;
import io.quarkus.runtime.util.ClassPathUtils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The themes that there are: those in the artifact, and the operator's own in {@code themes/} of the data folder. Read once, at
 * the start, and one that cannot be used stops it with a sentence: a silent fallback would show the wrong brand.
 */
@Singleton
public class Presets {
    public static final String DEFAULT = "default";
    private static final String FOLDER = "themes";
    private static final int DEEPEST = 5;

    private final Map<String, Preset> presets = new TreeMap<>();

    @Inject
    Presets(Settings settings) {
        this(found(settings.data().resolve(FOLDER)));
    }

    Presets(Collection<ThemeFolder> found) {
        Map<String, ThemeFolder> folders = new TreeMap<>();
        found.forEach(folder -> folders.put(folder.name(), folder));
        for (ThemeFolder folder : folders.values()) presets.put(folder.name(), preset(lineage(folder, folders)));
    }

    /** All presets, the default first. */
    public List<Preset> all() {
        return presets.values().stream()
                .sorted(Comparator.comparing(preset -> !preset.name().equals(DEFAULT)))
                .toList();
    }

    public Optional<Preset> find(String name) {
        return Optional.ofNullable(name).map(presets::get);
    }

    String names() {
        return String.join(", ", presets.keySet());
    }

    private static List<ThemeFolder> found(Path own) {
        List<ThemeFolder> folders = new ArrayList<>();
        try {
            ClassPathUtils.consumeAsPaths(FOLDER, root -> read(root, folders));
            if (Files.isDirectory(own)) read(own, folders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folders;
    }

    private static void read(Path root, List<ThemeFolder> into) {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path folder : entries.sorted().toList())
                if (Files.exists(folder.resolve("theme.yaml"))) into.add(ThemeFolder.read(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The theme, its parent, that one's parent, and so on to the default. */
    private static List<ThemeFolder> lineage(ThemeFolder theme, Map<String, ThemeFolder> folders) {
        List<ThemeFolder> lineage = new ArrayList<>();
        ThemeFolder next = theme;
        while (next != null) {
            if (lineage.contains(next))
                throw new IllegalStateException("The theme “" + theme.name() + "” is among its own parents: "
                        + String.join(
                                " → ", lineage.stream().map(ThemeFolder::name).toList()) + " → " + next.name()
                        + ".");
            lineage.add(next);
            if (lineage.size() > DEEPEST)
                throw new IllegalStateException(
                        "The theme “" + theme.name() + "” has more than " + DEEPEST + " levels of parents.");
            next = parent(next, folders);
        }
        return lineage;
    }

    private static ThemeFolder parent(ThemeFolder theme, Map<String, ThemeFolder> folders) {
        String parent = theme.parent();
        if (parent == null && theme.name().equals(DEFAULT)) return null;
        if (parent == null) parent = DEFAULT;
        if (!folders.containsKey(parent))
            throw new IllegalStateException("The theme “" + theme.name() + "” names a parent “" + parent
                    + "” that is not there. There are: " + String.join(", ", folders.keySet()) + ".");
        return folders.get(parent);
    }

    private static Preset preset(List<ThemeFolder> lineage) {
        ThemeFolder theme = lineage.get(0);
        Map<String, String> tokens = new TreeMap<>();
        String logo = null;
        String favicon = null;
        for (int i = lineage.size() - 1; i >= 0; i--) {
            ThemeFolder folder = lineage.get(i);
            tokens.putAll(folder.tokens());
            logo = folder.logo() == null ? logo : folder.logo();
            favicon = folder.favicon() == null ? favicon : folder.favicon();
        }
        if (logo == null || favicon == null)
            throw new IllegalStateException("The theme “" + theme.name() + "” has no logo.svg or no favicon.svg.");
        try {
            return new Preset(theme.name(), theme.title(), theme.parent(), Tokens.of(tokens), logo, favicon);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The theme “" + theme.name() + "” is not complete. " + e.getMessage(), e);
        }
    }
}
