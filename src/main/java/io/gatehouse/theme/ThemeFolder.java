package io.gatehouse.theme;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.web.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one folder under {@code themes/} holds, as it stands there.
 *
 * @param tokens clean values, flat: {@code light.primary}, {@code radius}
 * @param logo null if the parent's is used
 * @param favicon null if the parent's is used
 */
record ThemeFolder(String name, String title, String parent, Map<String, String> tokens, String logo, String favicon) {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final int LARGEST_SVG = 65_536;

    /** The facts of {@code theme.yaml}. */
    record Manifest(
            String name,
            String title,
            String version,
            String parent,
            String gatehouse,
            String author,
            String license) {}

    static ThemeFolder read(Path folder) throws IOException {
        String name = folder.getFileName().toString().replace("/", "");
        try {
            Manifest manifest = YAML.readValue(Files.readString(folder.resolve("theme.yaml")), Manifest.class);
            if (!name.equals(manifest.name()))
                throw new IllegalStateException("The folder is “" + name + "”, so its theme.yaml must say name: " + name
                        + ", not " + manifest.name() + ".");
            return new ThemeFolder(
                    name,
                    manifest.title() == null ? name : manifest.title(),
                    manifest.parent(),
                    tokens(folder.resolve("tokens.json")),
                    svg(folder.resolve("logo.svg")),
                    svg(folder.resolve("favicon.svg")));
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException("The theme “" + name + "” cannot be read. " + e.getMessage(), e);
        }
    }

    private static Map<String, String> tokens(Path file) throws IOException {
        Map<String, String> flat = new TreeMap<>();
        if (!Files.exists(file)) return flat;
        for (var entry : JSON.readTree(Files.readString(file)).properties()) {
            if (entry.getValue().isObject())
                for (var color : entry.getValue().properties())
                    put(flat, entry.getKey() + "." + color.getKey(), color.getValue());
            else put(flat, entry.getKey(), entry.getValue());
        }
        return flat;
    }

    private static void put(Map<String, String> flat, String name, JsonNode value) {
        try {
            flat.put(name, Tokens.clean(name, value.asText()));
        } catch (Refused e) {
            throw new IllegalStateException("tokens.json, " + name + ": " + e.getMessage(), e);
        }
    }

    private static String svg(Path file) throws IOException {
        if (!Files.exists(file)) return null;
        String svg = Files.readString(file).strip();
        if (!svg.startsWith("<svg") || svg.length() > LARGEST_SVG || svg.contains("<script"))
            throw new IllegalStateException(
                    file.getFileName() + " must be an SVG drawing of at most 64 KiB, without scripts.");
        return svg;
    }
}
