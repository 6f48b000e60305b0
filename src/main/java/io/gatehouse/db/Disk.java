package io.gatehouse.db;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;

/**
 * Brings what is committed to the file of the embedded database. H2 does so by itself only after half a second, so that a process that is
 * killed would lose what it has answered, and a key that was revoked would be back. PostgreSQL needs no such help.
 */
@Singleton
public class Disk {
    private static final Logger LOG = Logger.getLogger(Disk.class);

    private final AgroalDataSource database;
    private final boolean isNeeded = Vendor.current() == Vendor.H2;

    Disk(AgroalDataSource database) {
        this.database = database;
    }

    /** After a commit and before anybody hears of it. */
    public void write() {
        if (!isNeeded) return;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            LOG.warn("The database will write the last change to its file a moment later", e);
        }
    }
}
