package io.gatehouse.controlplane;

import io.agroal.api.AgroalDataSource;
import io.gatehouse.settings.Secrets;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses to start with other secrets than this database has been used with: no key would work, no session hold, nothing sealed open, and
 * each control plane would break what another writes.
 */
@Singleton
class SameSecrets {
    private static final int FIRST = 100;

    private final Secrets secrets;
    private final AgroalDataSource database;

    SameSecrets(Secrets secrets, AgroalDataSource database) {
        this.secrets = secrets;
        this.database = database;
    }

    void check(@Observes @Priority(FIRST) StartupEvent event) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, String> mark : secrets.marks().entrySet())
                check(connection, mark.getKey(), mark.getValue());
        }
    }

    private static void check(Connection connection, String name, String mark) throws SQLException {
        try (PreparedStatement first =
                connection.prepareStatement("update secret_mark set mark = ? where name = ? and mark is null")) {
            first.setString(1, mark);
            first.setString(2, name);
            first.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement("select mark from secret_mark where name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                if (!mark.equals(rows.getString(1))) throw another(name);
            }
        }
    }

    private static IllegalStateException another(String name) {
        String setting = "GATEHOUSE_SECRETS_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
        return new IllegalStateException(
                ("This database has been used with another %s. Give every control plane on it the same secrets: copy"
                                + " secrets.properties from the data folder of the first one, or set %s. If it was changed on"
                                + " purpose, run: update secret_mark set mark = null where name = '%s'")
                        .formatted(name, setting, name));
    }
}
