package io.gatehouse.db;

import org.eclipse.microprofile.config.ConfigProvider;

/** Which database this process runs on: decided by the JDBC URL, at start. */
public enum Vendor {
    H2,
    POSTGRESQL;

    static Vendor ofUrl(String url) {
        if (url.startsWith("jdbc:h2:")) return H2;
        if (url.startsWith("jdbc:postgresql:")) return POSTGRESQL;
        throw new IllegalArgumentException("The database URL must begin with jdbc:h2: or jdbc:postgresql:, but is "
                + url.replaceAll("[?;].*", ""));
    }

    public static Vendor current() {
        return ofUrl(ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class));
    }
}
