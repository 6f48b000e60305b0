package io.gatehouse.db;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;

@QuarkusTest
@TestProfile(PostgresProfile.class)
class OnPostgresTest extends DatabaseTests {
    @Override
    Class<? extends Dialect> dialect() {
        return PostgreSQLDialect.class;
    }
}
