package io.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.folder.FolderArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside a portal's files is neither lost nor taken along. */
class PortalDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void what_was_written_is_read_again_and_what_has_gone_goes() throws IOException {
        PortalDirectory directory = new PortalDirectory(folder.resolve("new"));
        directory.refuseForeign();
        SortedMap<String, byte[]> files = files("portal.yaml", "plans/gold.yaml", "apis/a/v1/version.yaml");
        assertEquals(
                List.of("+ apis/a/v1/version.yaml", "+ plans/gold.yaml", "+ portal.yaml"),
                directory.differences(files));
        directory.write(files);
        assertEquals(List.of(), directory.differences(files));
        assertEquals(files.keySet(), FolderArchive.read(directory.archive()).keySet());

        Files.writeString(folder.resolve("new/README.md"), "Ours");
        Files.writeString(folder.resolve("new/notes.txt"), "Ours too");
        Files.createDirectories(folder.resolve("new/.git"));
        Files.writeString(folder.resolve("new/.git/config"), "x");
        files.remove("apis/a/v1/version.yaml");
        files.put("plans/gold.yaml", "other".getBytes(StandardCharsets.UTF_8));
        directory.refuseForeign();
        assertEquals(
                List.of("~ plans/gold.yaml", "- apis/a/v1/version.yaml", "- notes.txt"), directory.differences(files));
        directory.write(files);
        assertFalse(Files.exists(folder.resolve("new/apis")), "empty folders go too");
        assertTrue(Files.exists(folder.resolve("new/notes.txt")));
        assertTrue(Files.exists(folder.resolve("new/.git/config")));
    }

    @Test
    void a_folder_with_something_else_in_it_is_left_alone() throws IOException {
        Files.writeString(folder.resolve("holiday.jpg"), "x");
        assertThrows(Failed.class, new PortalDirectory(folder)::refuseForeign);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolic_links_are_not_followed() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "secret");
        Path inside = Files.createDirectory(folder.resolve("portal"));
        Files.writeString(inside.resolve("portal.yaml"), "x");
        PortalDirectory directory = new PortalDirectory(inside);
        Files.createSymbolicLink(inside.resolve(".gitattributes"), outside);
        assertThrows(Failed.class, () -> directory.write(files(".gitattributes")));
        Files.createSymbolicLink(inside.resolve("plans"), folder);
        assertThrows(Failed.class, directory::archive);
        assertThrows(Failed.class, () -> directory.write(files("plans/outside")));
        assertEquals("secret", Files.readString(outside));
    }

    private static SortedMap<String, byte[]> files(String... names) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String name : names) files.put(name, name.getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
