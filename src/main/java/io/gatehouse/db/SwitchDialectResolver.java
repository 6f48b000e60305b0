package io.gatehouse.db;

import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolver;

/** Chooses Hibernate's dialect at start by the JDBC URL; found through ServiceLoader. */
public class SwitchDialectResolver implements DialectResolver {
    @Override
    public Dialect resolveDialect(DialectResolutionInfo info) {
        return switch (Vendor.current()) {
            case H2 -> new H2Dialect(DatabaseVersion.make(2, 4, 240));
            case POSTGRESQL -> new PostgreSQLDialect(DatabaseVersion.make(14));
        };
    }
}
