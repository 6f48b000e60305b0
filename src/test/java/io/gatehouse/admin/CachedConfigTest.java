package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.settings.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedConfigTest {
    private static final JsonNode DOCUMENT =
            ConfigJson.MAPPER.createObjectNode().put("header", "Authorization: Bearer sk-in-clear");

    @TempDir
    Path folder;

    @Test
    void the_file_of_a_node_tells_nothing_and_opens_with_its_key_alone() throws IOException {
        CachedConfig cache = new CachedConfig(folder, CachedConfig.OWN, new Seal(new byte[32]));
        cache.write(json -> json.writeTree(DOCUMENT));
        byte[] kept = Files.readAllBytes(folder.resolve("node-config.sealed"));
        assertFalse(new String(kept, StandardCharsets.ISO_8859_1).contains("sk-in-clear"));
        assertEquals(Optional.of(DOCUMENT), cache.read());
        byte[] other = new byte[32];
        other[0] = 1;
        assertEquals(Optional.empty(), new CachedConfig(folder, CachedConfig.OWN, new Seal(other)).read());
    }

    @Test
    void a_damaged_copy_is_passed_over_for_the_one_before_it() throws IOException {
        CachedConfig cache = new CachedConfig(folder, CachedConfig.OWN, new Seal(new byte[32]));
        cache.write(json -> json.writeTree(DOCUMENT));
        cache.write(json -> json.writeTree(ConfigJson.MAPPER.createObjectNode()));
        Path newest = folder.resolve("node-config.sealed");
        byte[] damaged = Files.readAllBytes(newest);
        damaged[damaged.length / 2] ^= 1;
        Files.write(newest, damaged);
        assertEquals(Optional.of(DOCUMENT), cache.read());
        Files.write(newest, new byte[0]);
        assertEquals(Optional.of(DOCUMENT), cache.read());
    }
}
