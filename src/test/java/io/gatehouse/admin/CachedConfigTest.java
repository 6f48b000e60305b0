package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatehouse.settings.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedConfigTest {
    private static final String DOCUMENT = "{\"headers\": [\"Authorization: Bearer sk-in-clear\"]}";

    @TempDir
    Path folder;

    @Test
    void the_file_of_a_node_tells_nothing_and_opens_with_its_key_alone() throws IOException {
        CachedConfig cache = new CachedConfig(folder, new Seal(new byte[32]));
        cache.write(DOCUMENT);
        assertFalse(Files.readString(folder.resolve("node-config.json")).contains("sk-in-clear"));
        assertEquals(Optional.of(DOCUMENT), cache.read());
        byte[] other = new byte[32];
        other[0] = 1;
        assertEquals(Optional.empty(), new CachedConfig(folder, new Seal(other)).read());
    }
}
