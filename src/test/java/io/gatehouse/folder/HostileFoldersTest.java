package io.gatehouse.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may put into a folder or its archive to do harm, or by mistake: refused with the place, and never unpacked. */
class HostileFoldersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../portal.yaml",
                "plans/../../x.yaml",
                "/etc/passwd",
                "C:/x.yaml",
                "plans\\gold.yaml",
                "plans//gold.yaml",
                "./portal.yaml",
                "plans/./gold.yaml"
            })
    void names_that_lead_out_of_the_folder_are_refused(String name) throws IOException {
        UnusableFolder refused = assertThrows(UnusableFolder.class, () -> FolderArchive.read(zip(name, "title: x")));
        assertTrue(refused.problems().get(0).message().contains("leads out"), refused.getMessage());
    }

    @Test
    void what_is_no_archive_is_a_sentence() {
        for (byte[] bytes : List.of(new byte[0], "PK nothing".getBytes(StandardCharsets.UTF_8), new byte[100]))
            assertThrows(UnusableFolder.class, () -> FolderArchive.read(bytes));
    }

    @Test
    void an_archive_that_unpacks_to_too_much_is_not_unpacked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] nothing = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apis/a/v1/spec.json"));
            for (int i = 0; i < 300; i++) zip.write(nothing);
        }
        assertTrue(refusal(bytes.toByteArray()).contains("unpacks to more than"));
    }

    @Test
    void a_file_that_is_too_large_is_refused_by_name() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apis/a/v1/spec.json"));
            zip.write(new byte[18 << 20]);
        }
        assertTrue(refusal(bytes.toByteArray()).contains("apis/a/v1/spec.json: The file has more than"));
    }

    @Test
    void a_file_that_is_there_twice_is_refused() throws IOException {
        byte[] once = zip("plans/a.yaml", "title: x");
        byte[] other = zip("plans/b.yaml", "title: x");
        // The writer refuses it, so the second name is changed in the bytes.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("plans/a.yaml", "plans/b.yaml")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        }
        String latin = bytes.toString(StandardCharsets.ISO_8859_1).replace("plans/b.yaml", "plans/a.yaml");
        assertTrue(refusal(latin.getBytes(StandardCharsets.ISO_8859_1)).contains("twice"));
        assertEquals(1, FolderArchive.read(once).size());
        assertEquals(1, FolderArchive.read(other).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: [a, b]                       | plans/gold.yaml:1: title: A text is expected here.",
                "title: 12                           | plans/gold.yaml:1: title: A text is expected here: put “12” in quotes.",
                "colour: red                         | plans/gold.yaml:1: colour: This field is unknown.",
                "limit: many                         | plans/gold.yaml:1: limit: A whole number is expected here.",
                "window: week                        | plans/gold.yaml:1: window: Use one of second, minute, hour, day.",
                "title: &a x                         | plans/gold.yaml:1: Anchors and aliases",
                "title: *a                           | plans/gold.yaml:1: Anchors and aliases",
                "title: !!javax.script.X {}          | plans/gold.yaml:1: Tags (!…) have no place here.",
                "title: x\\ntitle: y                 | plans/gold.yaml:2: “title” is there twice.",
                "title: 'x                           | plans/gold.yaml:1: This is not valid YAML",
                "- title                             | plans/gold.yaml:1: Fields are expected here",
                "a: {b: {c: {d: {e: {f: {g: 1}}}}}}  | plans/gold.yaml:1: ",
                "title: x\\n---\\ntitle: y           | plans/gold.yaml:2: The file holds more than one document.",
                "title: \\u0000                      | plans/gold.yaml: This is not valid YAML"
            })
    void a_file_that_says_what_it_cannot_is_told_with_its_line(String yaml, String told) {
        List<String> found = found("plans/gold.yaml", yaml.replace("\\n", "\n").replace("\\u0000", "\0"));
        assertTrue(found.stream().anyMatch(each -> each.startsWith(told)), found.toString());
    }

    @Test
    void a_yaml_bomb_stays_small() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'z'; c++)
            bomb.append("%c: &%c [*%c, *%c, *%c, *%c]\n".formatted(c, c, c - 1, c - 1, c - 1, c - 1));
        assertTrue(found("portal.yaml", bomb.toString()).get(0).contains("Anchors"));
        assertTrue(found("portal.yaml", "[".repeat(100_000)).get(0).startsWith("portal.yaml:1"));
        assertTrue(found("portal.yaml", "name: " + "x".repeat(300_000)).get(0).contains("KiB"));
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        put(files, "portal.yaml", "format: 2\nname: P\n");
        put(files, "theme/theme.yaml", "preset: default\ntokens:\n  light.fg: url(x)\n  nothing: 1\n");
        put(files, "theme/logo.png", "<svg/>");
        put(files, "apis/a/v1/version.yaml", "lifecycle: published\nplans:\n  - gold\nsunset: soon\n");
        put(files, "apis/b/api.yaml", "name: B\nvisibility: public\n");
        put(files, "plans/Gold.yaml", "title: x");
        put(files, "secrets.properties", "x");
        Findings findings = new Findings();
        FolderReader.read(files, findings);
        String all = String.join("\n", told(findings));
        for (String expected : List.of(
                "portal.yaml:1: format: ",
                "theme/theme.yaml:3: tokens.light.fg: ",
                "theme/theme.yaml:4: tokens.nothing: There is no token",
                "theme/logo.png: This is no PNG",
                "apis/a/api.yaml: This file is missing",
                "apis/b/api.yaml: This API has no version",
                "plans/Gold.yaml: A portal's folder has no such file.",
                "secrets.properties: A portal's folder has no such file."))
            assertTrue(all.contains(expected), expected + " in\n" + all);
    }

    private static List<String> found(String file, String content) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        put(files, file, content);
        Findings findings = new Findings();
        FolderReader.read(files, findings);
        return told(findings).stream().filter(each -> each.startsWith(file)).toList();
    }

    private static List<String> told(Findings findings) {
        return assertThrows(UnusableFolder.class, findings::orRefuse).problems().stream()
                .map(FolderProblem::told)
                .toList();
    }

    private static void put(SortedMap<String, byte[]> files, String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(byte[] archive) {
        return assertThrows(UnusableFolder.class, () -> FolderArchive.read(archive))
                .getMessage();
    }

    private static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FolderArchive archive = new FolderArchive(bytes)) {
            archive.add(name, content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
