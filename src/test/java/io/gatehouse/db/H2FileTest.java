package io.gatehouse.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class H2FileTest {
    @TempDir
    Path folder;

    @Test
    void the_database_is_readable_by_its_owner_alone() throws SQLException, IOException {
        String url = "jdbc:h2:file:" + folder.resolve("gatehouse") + ";DB_CLOSE_ON_EXIT=FALSE";
        try (var connection = new SwitchDriver().connect(url, new Properties())) {
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(folder.resolve("gatehouse.mv.db")));
        }
    }
}
