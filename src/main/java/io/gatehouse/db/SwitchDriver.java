package io.gatehouse.db;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;

/** Hands a JDBC URL to H2 or PostgreSQL, so that one artifact runs on both: the URL alone decides, at start. */
public class SwitchDriver implements Driver {

    private static Driver driverOf(String url) {
        return switch (Vendor.ofUrl(url)) {
            case H2 -> new org.h2.Driver();
            case POSTGRESQL -> new org.postgresql.Driver();
        };
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driverOf(url).connect(url, properties);
        H2File.close(url);
        if (Vendor.ofUrl(url) == Vendor.POSTGRESQL) endIdleTransactions(connection);
        return connection;
    }

    /**
     * A process that stops in the middle of a transaction, since its machine has lost its power or its net, must not keep others waiting for
     * its locks until the server's TCP gives it up, which takes two hours. What an administrator has set counts.
     */
    private static void endIdleTransactions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('idle_in_transaction_session_timeout', '60s', false)"
                    + " where current_setting('idle_in_transaction_session_timeout') = '0'");
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:h2:") || url.startsWith("jdbc:postgresql:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driverOf(url).getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.gatehouse.db");
    }
}
